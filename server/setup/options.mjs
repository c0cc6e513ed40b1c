import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { portOf } from "./ports.mjs";
import { ROOT } from "./root.mjs";
import { SetupError } from "./setup-error.mjs";

/** @throws {SetupError} for a flag that does not exist */
export function parseFlags(argv = process.argv.slice(2)) {
  const flag = /** @type {const} */ ({ type: "boolean", default: false });
  try {
    return parseArgs({ args: argv, options: { dev: flag, reset: flag, yes: flag, verbose: flag } }).values;
  } catch (error) {
    throw new SetupError(`${error.message.split(". ")[0]}. Known are --dev, --reset, --yes and --verbose.`);
  }
}

/**
 * The caller's environment over an optional .env file: what is set outside wins.
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string | undefined>}
 */
export function readEnvironment(root = ROOT, env = process.env) {
  const file = path.join(root, ".env");
  const values = fs.existsSync(file) ? parseEnv(fs.readFileSync(file, "utf8")) : {};
  return { ...values, ...env };
}

/**
 * Whether a variable has a value; NAME_FILE counts, the app reads those (mounted secrets).
 * @param {Record<string, string | undefined>} env
 * @param {string} name
 */
export const isGiven = (env, name) => Boolean(env[name] || env[`${name}_FILE`]);

/** Where this installation listens and keeps its data. @param {Record<string, string | undefined>} env */
export function readPlaces(env) {
  const port = portOf(env, "PORT", 3000);
  const places = {
    host: env.HOST || "127.0.0.1",
    port,
    workerPort: portOf(env, "WORKER_PORT", 3003),
    postgresPort: portOf(env, "POSTGRES_PORT", 3002),
    livekitPort: portOf(env, "LIVEKIT_PORT", 7880),
    livekitUdpPort: portOf(env, "LIVEKIT_UDP_PORT", 7882),
    appUrl: env.APP_URL || `http://localhost:${port}`,
    dataDir: path.resolve(ROOT, env.DATA_DIR || ".data"),
  };
  return { ...places, logDir: path.join(places.dataDir, "logs") };
}

const newSecret = () => randomBytes(36).toString("base64url");

/**
 * The secrets of this installation, made at its first start and kept in the data folder, readable by its owner only.
 * @param {string} dataDir
 * @returns {{ authSecret: string, postgresPassword: string, livekitApiKey: string, livekitApiSecret: string }}
 * @throws {SetupError} when the file is damaged
 */
export function readSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  let kept = {};
  if (fs.existsSync(file)) {
    try {
      kept = JSON.parse(fs.readFileSync(file, "utf8"));
    } catch {
      throw new SetupError(`${file} is damaged. Restore it from a backup, or start with --reset to begin anew.`);
    }
  }
  const secrets = {
    authSecret: newSecret(),
    postgresPassword: newSecret(),
    livekitApiKey: `API${randomBytes(9).toString("hex")}`,
    livekitApiSecret: newSecret(),
    ...kept,
  };
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    // written beside and renamed: an interrupted start must not leave half a file
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  fs.chmodSync(file, 0o600);
  return secrets;
}
