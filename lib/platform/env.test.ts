import { availableParallelism } from "node:os";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "@/lib/platform/env";

const good = {
  NODE_ENV: "test",
  AUTH_SECRET: "a".repeat(32),
  DATABASE_URL: "postgres://app:pw@127.0.0.1:5432/app",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: "s".repeat(32),
} as const;

function problemsOf(source: Record<string, string | undefined>): string[] {
  try {
    parseEnv(source as NodeJS.ProcessEnv);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

describe("the environment", () => {
  test("has a default for everything that is not a secret or an address of a dependency", () => {
    const parsed = parseEnv(good);
    expect(parsed.APP_URL).toBe("http://localhost:3000");
    expect(parsed.PORT).toBe(3000);
    expect(parsed.CORS_ALLOWED_ORIGINS).toEqual([]);
    expect(parsed.CONVERSIONS_AT_ONCE).toBe(Math.max(1, Math.floor(availableParallelism() / 2)));
  });

  test("names every mistake at once and prints no value", () => {
    const problems = problemsOf({ ...good, AUTH_SECRET: "tooshort", DATABASE_URL: "mysql://root:hunter2@db", PORT: "99999", APP_URL: "http://x/y", LIVEKIT_API_SECRET: undefined });
    expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual(["APP_URL", "AUTH_SECRET", "DATABASE_URL", "LIVEKIT_API_SECRET", "PORT"]);
    expect(problems.join("\n")).not.toMatch(/tooshort|hunter2|99999/);
  });

  test("takes how many videos are converted at once as a number of them", () => {
    expect(parseEnv({ ...good, CONVERSIONS_AT_ONCE: "3" }).CONVERSIONS_AT_ONCE).toBe(3);
    for (const [CONVERSIONS_AT_ONCE, words] of [["0", "at least 1"], ["65", "at most 64"], ["1.5", "a whole number"], ["all", "a number"]] as const) expect(problemsOf({ ...good, CONVERSIONS_AT_ONCE })).toEqual([`CONVERSIONS_AT_ONCE: must be ${words}`]);
  });

  test("wants the address of Redis where it carries the bus, and one that it can use", () => {
    expect(parseEnv(good).REALTIME_BUS).toBe("postgres");
    expect(problemsOf({ ...good, REALTIME_BUS: "redis" })).toEqual(["REDIS_URL: is required with REALTIME_BUS=redis"]);
    expect(problemsOf({ ...good, REALTIME_BUS: "nats", REDIS_URL: "http://cache:hunter2@host" })).toEqual(["REALTIME_BUS: must be postgres or redis", "REDIS_URL: must be a redis(s):// address"]);
    for (const REDIS_URL of ["redis://cache:6379", "rediss://user:password@cache.example:6380"]) expect(parseEnv({ ...good, REALTIME_BUS: "redis", REDIS_URL }).REDIS_URL).toBe(REDIS_URL);
  });

  test("takes Centrifugo's address, key and secret together or not at all", () => {
    const [CENTRIFUGO_API_URL, CENTRIFUGO_API_KEY, CENTRIFUGO_TOKEN_SECRET] = ["http://127.0.0.1:8000/api", "key", "t".repeat(32)];
    expect(parseEnv({ ...good, CENTRIFUGO_API_URL, CENTRIFUGO_API_KEY, CENTRIFUGO_TOKEN_SECRET }).CENTRIFUGO_API_URL).toBe(CENTRIFUGO_API_URL);
    for (const some of [{ CENTRIFUGO_API_URL }, { CENTRIFUGO_API_KEY, CENTRIFUGO_TOKEN_SECRET }, { CENTRIFUGO_API_URL, CENTRIFUGO_API_KEY }]) expect(problemsOf({ ...good, ...some })).toEqual([expect.stringMatching(/all three or none/)]);
  });

  test("wants a folder for what Egress records, unless there is a bucket", () => {
    const egress = { ...good, RECORDER: "egress" };
    expect(problemsOf(egress)).toEqual([expect.stringMatching(/^EGRESS_OUTPUT_DIR: is required/)]);
    expect(problemsOf({ ...egress, STORAGE: "s3", STORAGE_S3_BUCKET: "films" })).toEqual([]);
    expect(parseEnv({ ...egress, EGRESS_OUTPUT_DIR: "/srv/egress/", EGRESS_OUTPUT_DIR_THERE: "/out" })).toMatchObject({ EGRESS_OUTPUT_DIR: "/srv/egress/", EGRESS_OUTPUT_DIR_THERE: "/out" });
    expect(problemsOf({ ...good, RECORDER: "obs", EGRESS_OUTPUT_DIR_THERE: "out" })).toEqual(["RECORDER: must be builtin or egress", "EGRESS_OUTPUT_DIR_THERE: must be an absolute path"]);
    expect(problemsOf({ ...good, EGRESS_OUTPUT_DIR_THERE: "/out" })).toEqual(["EGRESS_OUTPUT_DIR_THERE: goes with EGRESS_OUTPUT_DIR"]);
  });

  test("wants of a storage what it needs, and no way of delivery that it does not have", () => {
    const s3 = { ...good, STORAGE: "s3", STORAGE_S3_BUCKET: "films" };
    expect(parseEnv(good)).toMatchObject({ STORAGE: "disk", STORAGE_DELIVERY: "stream" });
    expect(parseEnv({ ...s3, STORAGE_DELIVERY: "redirect" })).toMatchObject({ STORAGE_S3_REGION: "us-east-1", STORAGE_DELIVERY: "redirect" });
    expect(problemsOf({ ...good, STORAGE: "s3" })).toEqual(["STORAGE_S3_BUCKET: is required with STORAGE=s3"]);
    expect(problemsOf({ ...s3, STORAGE_S3_SECRET_ACCESS_KEY: "hunter2" })).toEqual([expect.stringMatching(/^STORAGE_S3_ACCESS_KEY_ID: .*both or none$/)]);
    expect(problemsOf({ ...s3, STORAGE_S3_ENDPOINT: "http://minio:9000/films" })).toEqual(["STORAGE_S3_ENDPOINT: must be an origin without a path"]);
    expect(problemsOf({ ...s3, STORAGE_DELIVERY: "accel", TRUSTED_PROXIES: "127.0.0.1" })).toEqual(["STORAGE_DELIVERY: accel needs STORAGE=disk"]);
    expect(problemsOf({ ...good, STORAGE_DELIVERY: "accel" })).toEqual([expect.stringMatching(/^TRUSTED_PROXIES: /)]);
    expect(problemsOf({ ...good, STORAGE_DELIVERY: "redirect" })).toEqual(["STORAGE_DELIVERY: redirect needs STORAGE=s3"]);
  });

  test("treats an empty variable as not set", () => {
    expect(parseEnv({ ...good, PORT: "", SMTP_URL: "" }).SMTP_URL).toBeUndefined();
  });

  test("reads a secret from the file that NAME_FILE names", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "env-")), "secret");
    writeFileSync(file, `${"f".repeat(40)}\n`);
    expect(parseEnv({ ...good, AUTH_SECRET: undefined, AUTH_SECRET_FILE: file }).AUTH_SECRET).toBe("f".repeat(40));
    expect(problemsOf({ ...good, AUTH_SECRET_FILE: file })).toEqual(["AUTH_SECRET: is given twice, also as AUTH_SECRET_FILE"]);
    expect(problemsOf({ ...good, AUTH_SECRET: undefined, AUTH_SECRET_FILE: `${file}-missing` })[0]).toMatch(/^AUTH_SECRET_FILE/);
  });

  test("wants a mail server in the production profile, unless told that no mail is to be sent", () => {
    expect(problemsOf({ ...good, ATRIUM_PROFILE: "production" })).toEqual([expect.stringMatching(/^SMTP_URL: .*MAIL=off/)]);
    for (const values of [{ SMTP_URL: "smtp://mail.example", MAIL_FROM: "Atrium <atrium@mail.example>" }, { MAIL: "off" }]) expect(parseEnv({ ...good, ATRIUM_PROFILE: "production", ...values }).ATRIUM_PROFILE).toBe("production");
  });

  test("wants a sender with the mail server in the production profile: the default one belongs to nobody", () => {
    const withServer = { ...good, SMTP_URL: "smtp://mail.example" };
    expect(problemsOf({ ...withServer, ATRIUM_PROFILE: "production" })).toEqual([expect.stringMatching(/^MAIL_FROM: is required with SMTP_URL/)]);
    expect(problemsOf({ ...withServer, ATRIUM_PROFILE: "demo" })).toEqual([]);
  });

  test("refuses fault hooks in the production profile", () => {
    expect(problemsOf({ ...good, ATRIUM_PROFILE: "production", MAIL: "off", ATRIUM_FAULTS: "1" })).toHaveLength(1);
    expect(problemsOf({ ...good, ATRIUM_PROFILE: "demo", ATRIUM_FAULTS: "1" })).toEqual([]);
  });
});
