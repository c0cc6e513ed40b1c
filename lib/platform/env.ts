import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { z } from "zod";
import { settings } from "@/lib/core/settings";

/** An empty variable means "not set": compose files and shells pass `NAME=` for that. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, fallback: z.input<T>) =>
  z.preprocess((value) => (value === "" || value === undefined ? fallback : value), schema);
const port = z.coerce.number("must be a port number").int().min(1).max(65535);
const list = z.string().transform((text) => text.split(",").map((part) => part.trim()).filter(Boolean));
const origin = z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).refine((url) => {
  const { pathname, search, hash } = new URL(url);
  return pathname === "/" && !search && !hash;
}, "must be an origin without a path").transform((url) => new URL(url).origin);
const absolutePath = z.string().refine((file) => path.isAbsolute(file), "must be an absolute path").transform((file) => path.normalize(file));
const flag = z.enum(["0", "1"], "must be 0 or 1").transform((value) => value === "1");

/** Nobody can answer it, and no mail server outside takes mail from it. */
const localSender = "Atrium <no-reply@atrium.localhost>";

const schema = z.object({
  NODE_ENV: withDefault(z.enum(["development", "test", "production"]), "production"),
  ATRIUM_PROFILE: withDefault(z.enum(["development", "demo", "production"]), "development"),
  ATRIUM_FAULTS: withDefault(flag, "0"),
  APP_URL: withDefault(origin, "http://localhost:3000"),
  HOST: withDefault(z.string(), "127.0.0.1"),
  PORT: withDefault(port, "3000"),
  WORKER_PORT: withDefault(port, "3003"),
  TRUSTED_PROXIES: withDefault(list, ""),
  CORS_ALLOWED_ORIGINS: withDefault(list.pipe(z.array(origin)), ""),
  FRONTEND_URL: optional(z.url({ protocol: /^https?$/ })),
  AUTH_SECRET: z.string("is required").min(32, "must have at least 32 characters"),
  AUTH_COOKIE_SAMESITE: withDefault(z.enum(["lax", "none"]), "lax"),
  CSRF_COOKIE_DOMAIN: optional(z.string()),
  OIDC_ISSUER: optional(z.url({ protocol: /^https?$/, error: "must be an http(s) address" })),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: withDefault(z.string().max(60), "your organisation"),
  OIDC_CREATES_ACCOUNTS: withDefault(flag, "1"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }),
  DATABASE_POOL_SIZE: withDefault(z.coerce.number().int().min(1).max(100), "10"),
  REALTIME_BUS: withDefault(z.enum(["postgres", "redis"], "must be postgres or redis"), "postgres"),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: "must be a redis(s):// address" })),
  CENTRIFUGO_API_URL: optional(z.url({ protocol: /^https?$/, error: "must be an http(s) address" })),
  CENTRIFUGO_API_KEY: optional(z.string()),
  CENTRIFUGO_TOKEN_SECRET: optional(z.string().min(32, "must have at least 32 characters")),
  DATA_DIR: withDefault(z.string().transform((dir) => path.resolve(dir)), ".data"),
  STORAGE: withDefault(z.enum(["disk", "s3"], "must be disk or s3"), "disk"),
  STORAGE_S3_BUCKET: optional(z.string()),
  STORAGE_S3_REGION: withDefault(z.string(), "us-east-1"),
  STORAGE_S3_ENDPOINT: optional(origin),
  STORAGE_S3_PUBLIC_ENDPOINT: optional(origin),
  STORAGE_S3_ACCESS_KEY_ID: optional(z.string()),
  STORAGE_S3_SECRET_ACCESS_KEY: optional(z.string()),
  /** How bytes reach a browser once they may: through us, by a server in front of us, or by an address at the service. */
  STORAGE_DELIVERY: withDefault(z.enum(["stream", "accel", "redirect"], "must be stream, accel or redirect"), "stream"),
  LIVEKIT_URL: withDefault(z.url({ protocol: /^wss?$/, error: "must be a ws(s):// address" }), "ws://127.0.0.1:7880"),
  LIVEKIT_API_KEY: z.string("is required").min(1),
  LIVEKIT_API_SECRET: z.string("is required").min(32, "must have at least 32 characters"),
  /** What records calls: the program that comes along, or LiveKit Egress. */
  RECORDER: withDefault(z.enum(["builtin", "egress"], "must be builtin or egress"), "builtin"),
  EGRESS_OUTPUT_DIR: optional(absolutePath),
  EGRESS_OUTPUT_DIR_THERE: optional(absolutePath),
  EGRESS_APP_URL: optional(origin),
  EGRESS_LIVEKIT_URL: optional(z.url({ protocol: /^wss?$/, error: "must be a ws(s):// address" })),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must be an smtp(s):// address" })),
  MAIL: withDefault(z.enum(["on", "off"], "must be on or off"), "on"),
  MAIL_FROM: withDefault(z.string(), localSender),
  /** Only for its version, where npm start brings the media server itself. */
  LIVEKIT_SERVER_PATH: optional(z.string()),
  /** Child programs get this and nothing else of our environment. */
  PATH: withDefault(z.string(), "/usr/local/bin:/usr/bin:/bin"),
  FFMPEG_PATH: withDefault(z.string(), "ffmpeg"),
  FFPROBE_PATH: withDefault(z.string(), "ffprobe"),
  /** One conversion keeps more than one core busy most of the time, and takes up to 0.8 GB. */
  CONVERSIONS_AT_ONCE: withDefault(z.coerce.number("must be a number").int("must be a whole number").min(1, "must be at least 1").max(64, "must be at most 64"), String(Math.max(1, Math.floor(availableParallelism() / 2)))),
  UPLOAD_MAX_BYTES: withDefault(z.coerce.number().int().positive(), String(settings.uploadMaxBytes)),
  UPLOAD_QUOTA_BYTES: withDefault(z.coerce.number().int().positive(), String(settings.videosOfPersonMaxBytes)),
  /** 0: no limit. */
  RECORDINGS_QUOTA_BYTES: withDefault(z.coerce.number("must be a number").int("must be a whole number").min(0, "must be at least 0"), String(settings.recordingsOfRoomMaxBytes)),
  /** 0: as each room says. */
  RECORDINGS_KEPT_DAYS: withDefault(z.coerce.number("must be a number").int("must be a whole number").min(0, "must be at least 0").max(settings.recordingKeptMaxDays, `must be at most ${settings.recordingKeptMaxDays}`), "0"),
  INNGEST_DEV: optional(z.string()),
  INNGEST_BASE_URL: optional(z.url()),
  INNGEST_SIGNING_KEY: optional(z.string()),
  INNGEST_EVENT_KEY: optional(z.string()),
  /** Live streams may be sent to hosts of this machine and of private networks too. */
  STREAM_PRIVATE_HOSTS: withDefault(flag, "0"),
  METRICS_ALLOWED: withDefault(list, ""),
  METRICS_TOKEN: optional(z.string().min(20, "must have at least 20 characters")),
  LOG_LEVEL: withDefault(z.enum(["trace", "debug", "info", "warn", "error", "silent"]), "info"),
});

export type Env = z.output<typeof schema>;

/** All mistakes of an environment at once; names and reasons, never values. */
export class EnvError extends Error {
  constructor(readonly problems: string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "EnvError";
  }
}

/** `NAME_FILE` gives the value of NAME from a file (mounted secrets); giving both is a mistake. */
function readSecretFiles(source: NodeJS.ProcessEnv, problems: string[]): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = { ...source };
  for (const name of Object.keys(schema.shape)) {
    const file = source[`${name}_FILE`];
    if (!file) continue;
    if (source[name]) problems.push(`${name}: is given twice, also as ${name}_FILE`);
    try {
      merged[name] = readFileSync(file, "utf8").trim();
    } catch {
      problems.push(`${name}_FILE: names a file that cannot be read`);
    }
  }
  return merged;
}

function storageProblems(given: Env): string[] {
  const { STORAGE: storage, STORAGE_S3_BUCKET: bucket, STORAGE_S3_ACCESS_KEY_ID: id, STORAGE_S3_SECRET_ACCESS_KEY: secret, STORAGE_DELIVERY: delivery } = given;
  return [
    storage === "s3" && !bucket ? "STORAGE_S3_BUCKET: is required with STORAGE=s3" : "",
    Boolean(id) !== Boolean(secret) ? "STORAGE_S3_ACCESS_KEY_ID: goes with STORAGE_S3_SECRET_ACCESS_KEY, both or none" : "",
    delivery === "accel" && storage !== "disk" ? "STORAGE_DELIVERY: accel needs STORAGE=disk" : "",
    delivery === "accel" && given.TRUSTED_PROXIES.length === 0 ? "TRUSTED_PROXIES: is required with STORAGE_DELIVERY=accel: only what comes through the server in front is sent by it" : "",
    delivery === "redirect" && storage !== "s3" ? "STORAGE_DELIVERY: redirect needs STORAGE=s3" : "",
  ].filter(Boolean);
}

function recorderProblems({ RECORDER: recorder, STORAGE: storage, EGRESS_OUTPUT_DIR: folder, EGRESS_OUTPUT_DIR_THERE: there }: Env): string[] {
  return [
    recorder === "egress" && storage === "disk" && !folder ? "EGRESS_OUTPUT_DIR: is required with RECORDER=egress and STORAGE=disk: the folder that Egress shares with us" : "",
    there && !folder ? "EGRESS_OUTPUT_DIR_THERE: goes with EGRESS_OUTPUT_DIR" : "",
  ].filter(Boolean);
}

/** Checks an environment as a whole. @throws EnvError listing every mistake, without printing a value. */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const problems: string[] = [];
  const result = schema.safeParse(readSecretFiles(source, problems));
  if (!result.success) {
    for (const issue of result.error.issues) {
      const name = String(issue.path[0] ?? "");
      const missing = source[name] === undefined || source[name] === "";
      problems.push(`${name}: ${missing ? "is required" : issue.message}`);
    }
  }
  if (result.success) {
    const { ATRIUM_PROFILE: profile, ATRIUM_FAULTS: faults, APP_URL: appUrl, AUTH_COOKIE_SAMESITE: sameSite } = result.data;
    if (faults && profile === "production") problems.push("ATRIUM_FAULTS: fault hooks are refused in the production profile");
    const { SMTP_URL: smtpUrl, MAIL: mail, MAIL_FROM: sender } = result.data;
    if (profile === "production" && smtpUrl && sender === localSender) problems.push("MAIL_FROM: is required with SMTP_URL in the production profile, as Name <address>");
    if (profile === "production" && !smtpUrl && mail === "on") problems.push("SMTP_URL: is required in the production profile; MAIL=off says that no mail is to be sent");
    const { INNGEST_DEV: inngestDev, INNGEST_BASE_URL: inngestUrl, INNGEST_SIGNING_KEY: inngestKey } = result.data;
    if (inngestUrl && !inngestKey && !inngestDev) problems.push("INNGEST_SIGNING_KEY: is required with INNGEST_BASE_URL");
    if (result.data.REALTIME_BUS === "redis" && !result.data.REDIS_URL) problems.push("REDIS_URL: is required with REALTIME_BUS=redis");
    problems.push(...storageProblems(result.data), ...recorderProblems(result.data));
    const { CENTRIFUGO_API_URL: centrifugo, CENTRIFUGO_API_KEY: apiKey, CENTRIFUGO_TOKEN_SECRET: tokenSecret } = result.data;
    if ((centrifugo || apiKey || tokenSecret) && !(centrifugo && apiKey && tokenSecret)) problems.push("CENTRIFUGO_API_URL: goes with CENTRIFUGO_API_KEY and CENTRIFUGO_TOKEN_SECRET, all three or none");
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = result.data;
    if (issuer && !(clientId && clientSecret)) problems.push("OIDC_ISSUER: needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET");
    if (sameSite === "none" && !appUrl.startsWith("https:")) problems.push("AUTH_COOKIE_SAMESITE: none needs an https APP_URL");
  }
  if (problems.length > 0 || !result.success) throw new EnvError(problems);
  return result.data;
}

/** What may be shown of an environment: everything else is said to be set or not, so that a new secret is never shown by mistake. */
const showable = [
  "NODE_ENV", "ATRIUM_PROFILE", "ATRIUM_FAULTS", "APP_URL", "HOST", "PORT", "WORKER_PORT", "TRUSTED_PROXIES", "CORS_ALLOWED_ORIGINS", "AUTH_COOKIE_SAMESITE", "CSRF_COOKIE_DOMAIN", "OIDC_ISSUER", "OIDC_NAME",
  "OIDC_CREATES_ACCOUNTS", "DATABASE_POOL_SIZE", "REALTIME_BUS", "DATA_DIR", "STORAGE", "STORAGE_S3_BUCKET", "STORAGE_S3_REGION", "STORAGE_DELIVERY", "RECORDER", "EGRESS_OUTPUT_DIR", "EGRESS_OUTPUT_DIR_THERE", "EGRESS_APP_URL", "MAIL", "MAIL_FROM", "CONVERSIONS_AT_ONCE", "UPLOAD_MAX_BYTES", "UPLOAD_QUOTA_BYTES", "RECORDINGS_QUOTA_BYTES", "RECORDINGS_KEPT_DAYS", "METRICS_ALLOWED", "LOG_LEVEL", "STREAM_PRIVATE_HOSTS",
] as const satisfies readonly (keyof Env)[];

/** Empty where nothing is set. */
function shownValue(value: Env[keyof Env] | undefined): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}

/** An environment for the eyes of administrators. The addresses of services may carry credentials: they are not shown. */
export function describeEnv(given: Env): { name: string; isSet: boolean; value: string | null }[] {
  const isShown = (name: string) => (showable as readonly string[]).includes(name);
  return Object.keys(schema.shape)
    .sort()
    .map((name) => {
      const shown = shownValue(given[name as keyof Env]);
      return { name, isSet: shown !== "", value: isShown(name) && shown !== "" ? shown : null };
    });
}

const key = Symbol.for("atrium.env");
const shared = globalThis as { [key]?: Env };

/** The checked environment of this process; read once. The only reader of `process.env`. @throws EnvError */
export function env(): Env {
  return (shared[key] ??= parseEnv(process.env));
}

/** True when cookies must be `Secure`. */
export function isHttps(): boolean {
  return env().APP_URL.startsWith("https:");
}
