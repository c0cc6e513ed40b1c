import { isGiven } from "./options.mjs";

/**
 * The environment of Atrium's processes: the caller's, with what is not set there filled in for this machine. A
 * variable given as NAME_FILE stays that way.
 * @param {Record<string, string | undefined>} env
 * @param {{ dev: boolean, places: ReturnType<typeof import("./options.mjs").readPlaces>, secrets: ReturnType<typeof import("./options.mjs").readSecrets>, ffmpeg: { ffmpeg: string, ffprobe: string }, livekit?: string | null }} made
 * @returns {Record<string, string | undefined>}
 */
export function childEnvironment(env, { dev, places, secrets, ffmpeg, livekit }) {
  const database = `postgres://atrium:${secrets.postgresPassword}@127.0.0.1:${places.postgresPort}/atrium`;
  const defaults = {
    ATRIUM_PROFILE: dev ? "development" : "demo",
    DATABASE_URL: database,
    AUTH_SECRET: secrets.authSecret,
    NEXTAUTH_URL: places.appUrl,
    // a LiveKit elsewhere has keys of its own
    ...(isGiven(env, "LIVEKIT_URL") ? {} : { LIVEKIT_URL: `ws://127.0.0.1:${places.livekitPort}`, LIVEKIT_API_KEY: secrets.livekitApiKey, LIVEKIT_API_SECRET: secrets.livekitApiSecret }),
  };
  const missing = Object.entries(defaults).filter(([name]) => !isGiven(env, name));
  return {
    ...env,
    ...Object.fromEntries(missing),
    NODE_ENV: dev ? "development" : "production",
    APP_URL: places.appUrl,
    HOST: places.host,
    PORT: String(places.port),
    WORKER_PORT: String(places.workerPort),
    DATA_DIR: places.dataDir,
    FFMPEG_PATH: ffmpeg.ffmpeg,
    FFPROBE_PATH: ffmpeg.ffprobe,
    ...(livekit ? { LIVEKIT_SERVER_PATH: livekit } : {}),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
