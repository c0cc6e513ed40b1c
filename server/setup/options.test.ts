import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { childEnvironment } from "@/server/setup/child-environment.mjs";
import { nodeProblem } from "@/server/setup/node-version.mjs";
import { parseFlags, readEnvironment, readPlaces, readSecrets } from "@/server/setup/options.mjs";

let dir: string;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-options-"));
});

afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

describe("the secrets of an installation", () => {
  it("can be read by their owner only", () => {
    readSecrets(dir);
    expect(fs.statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("stay the same at each start and differ between installations", () => {
    const other = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-options-"));
    const first = readSecrets(dir);
    expect(readSecrets(dir)).toEqual(first);
    expect(readSecrets(other)).not.toEqual(first);
    expect(first.authSecret.length).toBeGreaterThanOrEqual(32);
    expect(first.livekitApiSecret.length).toBeGreaterThanOrEqual(32);
    fs.rmSync(other, { recursive: true });
  });

  it("gain one that a newer version needs without losing the others", () => {
    const { authSecret: _authSecret, ...older } = readSecrets(dir);
    fs.writeFileSync(path.join(dir, "secrets.json"), JSON.stringify(older), { mode: 0o644 });
    expect(readSecrets(dir)).toMatchObject(older);
    expect(fs.statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("are not replaced when their file is damaged", () => {
    fs.writeFileSync(path.join(dir, "secrets.json"), "{");
    expect(() => readSecrets(dir)).toThrow(/is damaged/);
    expect(fs.readFileSync(path.join(dir, "secrets.json"), "utf8")).toBe("{");
  });
});

describe("the environment", () => {
  it("takes .env where the caller says nothing", () => {
    fs.writeFileSync(path.join(dir, ".env"), "PORT=4000\nSMTP_URL=smtp://mail.example\n");
    expect(readEnvironment(dir, { PORT: "5000" })).toEqual({ PORT: "5000", SMTP_URL: "smtp://mail.example" });
  });

  it("refuses what is no port", () => {
    expect(() => readPlaces({ PORT: "http" })).toThrow("PORT must be a port number between 1 and 65535.");
  });

  const made = () => ({ dev: false, places: readPlaces({ PORT: "4000" }), secrets: readSecrets(dir), ffmpeg: { ffmpeg: "/bin/ffmpeg", ffprobe: "/bin/ffprobe" } });

  it("gives the processes all they need, and the caller's own variables", () => {
    const env = childEnvironment({ MAIL_FROM: "a@b.example" }, made());
    expect(env).toMatchObject({ MAIL_FROM: "a@b.example", NODE_ENV: "production", ATRIUM_PROFILE: "demo", APP_URL: "http://localhost:4000", NEXTAUTH_URL: "http://localhost:4000", HOST: "127.0.0.1", LIVEKIT_URL: "ws://127.0.0.1:7880" });
    expect(env.DATABASE_URL).toMatch(/^postgres:\/\/atrium:[\w-]+@127\.0\.0\.1:3002\/atrium$/);
  });

  it("leaves alone what the caller gave, also as a file", () => {
    const env = childEnvironment({ AUTH_SECRET_FILE: "/run/secrets/auth", DATABASE_URL: "postgres://elsewhere/x", ATRIUM_PROFILE: "production" }, made());
    expect(env).toMatchObject({ DATABASE_URL: "postgres://elsewhere/x", ATRIUM_PROFILE: "production" });
    expect(env.AUTH_SECRET).toBeUndefined();
  });

  it("makes no keys for a LiveKit that is not ours", () => {
    const env = childEnvironment({ LIVEKIT_URL: "wss://media.example" }, made());
    expect([env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET]).toEqual([undefined, undefined]);
  });
});

describe("the start of the commands", () => {
  it("names the flags when one is unknown", () => {
    expect(() => parseFlags(["--rest"])).toThrow(/'--rest'.*--dev, --reset, --yes and --verbose/);
  });

  it.each([
    ["18.20.4", false],
    ["20.9.0", false],
    ["20.20.0", true],
    ["22.1.0", true],
  ])("on Node %s: %s", (version, fits) => {
    expect(nodeProblem(version) === null).toBe(fits);
  });
});
