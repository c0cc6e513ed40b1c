import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { secretsIn, secretsInLogs } from "@/server/setup/log-secrets.mjs";

const secret = "x".repeat(43);

test.each([
  ["a signed or encrypted token", "url /rtc?access=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"],
  ["a signed or encrypted token", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..iv.body.tag"],
  ["a refresh token", `token 0b9d7c0e-1f5a-4a53-9d5f-0a8e9b1c2d3e.${secret}.${secret}`],
  ["a mailed link", `GET /reset-password/MQ/${secret} 200`],
  ["a mailed link", `POST /api/password_confirm/MQ/${secret}/ 400`],
  ["a session cookie", "cookie: known_device_12=12.0b9d7c0e.abc; theme=dark"],
  ["a bearer token", `authorization Bearer ${secret}`],
  ["a password hash", "params: $argon2id$v=19$m=19456"],
  ["a password field", '{"email":"a@example.test","password":"correct horse"}'],
])("%s in a log is found", (name, line) => {
  expect(secretsIn(line)).toContain(name);
});

test("what logs are for is not taken for a secret, and known secrets are told by their names", () => {
  for (const line of ['{"level":30,"path":"/api/login/","status":401}', "POST /activate/[uid]/[token] 200", '"password":"[Redacted]"', "guest joined room abc-defg-hij", "upload 0b9d7c0e-1f5a-4a53-9d5f-0a8e9b1c2d3e done"]) expect(secretsIn(line)).toEqual([]);
  expect(secretsIn("failed for user with hunter2hunter2", { "the password of Postgres": "hunter2hunter2", empty: "" })).toEqual(["the password of Postgres"]);
});

test("each line of each log is looked at; a folder that is not there has none", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "atrium-logs-"));
  mkdirSync(path.join(folder, "logs"));
  writeFileSync(path.join(folder, "logs", "web.log"), `fine\nGET /activate/MQ/${secret}\n`);
  try {
    expect(secretsInLogs(path.join(folder, "logs"))).toEqual(["web.log:2 a mailed link"]);
    expect(secretsInLogs(path.join(folder, "none"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
