// npm run admin:create -- <address>: with the environment that `npm start` gives its processes.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { childEnvironment } from "./setup/child-environment.mjs";
import { readEnvironment, readPlaces, readSecrets } from "./setup/options.mjs";
import { ROOT } from "./setup/root.mjs";

const given = readEnvironment();
const places = readPlaces(given);
const env = childEnvironment(given, { dev: given.NODE_ENV === "development", places, secrets: readSecrets(places.dataDir), ffmpeg: { ffmpeg: "ffmpeg", ffprobe: "ffprobe" } });
const { status } = spawnSync(process.execPath, ["--import", "tsx", path.join(ROOT, "server", "admin-create.ts"), ...process.argv.slice(2)], { cwd: ROOT, env: { ...env, LOG_LEVEL: env.LOG_LEVEL ?? "error" }, stdio: "inherit" });
process.exitCode = status ?? 1;
