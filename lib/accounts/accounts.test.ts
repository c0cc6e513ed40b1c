import { beforeAll, describe, expect, test } from "vitest";
import { displayNameSchema, emailSchema, mistakes, passwordSchema, profileSchema, registerSchema } from "@/lib/accounts/contract";
import { describeDevice } from "@/lib/accounts/device";
import { decodeUid, encodeUid } from "@/lib/accounts/links";
import { canActivate, canResetPassword, nameFromEmail, passwordMistake } from "@/lib/accounts/policy";
import { firstRefreshToken, sessionOfRefreshToken, successorOf } from "@/lib/accounts/refresh-token";

beforeAll(() => {
  Object.assign(process.env, { AUTH_SECRET: "a-secret-for-tests-that-is-long-enough", DATABASE_URL: "postgres://x@127.0.0.1/x", LIVEKIT_API_KEY: "key", LIVEKIT_API_SECRET: "a-livekit-secret-for-tests-long-enough" });
});

describe("a password", () => {
  test.each([
    ["1234567", mistakes.passwordShort],
    ["x".repeat(129), mistakes.passwordLong],
    ["x".repeat(1_000_000), mistakes.passwordLong],
    ["abc\0defgh", mistakes.passwordUnusable],
    ["é".normalize("NFD").repeat(7), mistakes.passwordShort],
  ])("is refused (%#)", (password, message) => {
    expect(passwordSchema.safeParse(password).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test.each(["12345678", "x".repeat(128), "🦆".repeat(128), "        ", "пароль и ещё", "é".normalize("NFD").repeat(128)])("of any script is taken (%#), in one Unicode form", (password) => {
    expect(passwordSchema.parse(password)).toBe(password.normalize("NFC"));
  });

  test.each(["password", "PASSWORD", "12345678", "qwertyuiop", "iloveyou", "1qaz2wsx"])("%s is too common", (password) => {
    expect(passwordMistake(password, "ada@example.test")).toBe(mistakes.passwordCommon);
  });

  test("is not the address or its first part", () => {
    expect(passwordMistake("Ada.Lovelace@Example.test", "ada.lovelace@example.test")).toBe(mistakes.passwordIsEmail);
    expect(passwordMistake("ada.lovelace", "ada.lovelace@example.test")).toBe(mistakes.passwordIsEmail);
    expect(passwordMistake("four unrelated words here", "ada.lovelace@example.test")).toBeNull();
  });
});

describe("an address", () => {
  test("is trimmed and folded", () => expect(emailSchema.parse("  Ada@Example.TEST ")).toBe("ada@example.test"));
  test.each(["", "ada", "ada@", "@example.test", "a b@example.test", "ada@example.test\nbcc: eve@example.test", `${"a".repeat(250)}@example.test`])("is refused when it is none (%#)", (text) => {
    expect(emailSchema.safeParse(text).success).toBe(false);
  });
});

describe("a display name", () => {
  test.each([["  Ada   Lovelace ", "Ada Lovelace"], ["محمد", "محمد"], ["<img onerror=alert(1)>", "<img onerror=alert(1)>"], ["__proto__", "__proto__"], ["👩‍🚀 Ada", "👩‍🚀 Ada"]])("%j is taken as %j", (typed, kept) => {
    expect(displayNameSchema.parse(typed)).toBe(kept);
  });
  test.each([["", mistakes.nameMissing], ["   ", mistakes.nameMissing], ["\u200b\u200d", mistakes.nameMissing], ["a\nb", mistakes.nameUnusable], ["a\u202eb", mistakes.nameUnusable], ["a\0", mistakes.nameUnusable], ["\ud800", mistakes.nameUnusable], ["x".repeat(81), mistakes.nameTooLong]])("%j is refused", (typed, message) => {
    expect(displayNameSchema.safeParse(typed).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
  test.each([["ada.lovelace+news@example.test", "Ada Lovelace"], ["x_y-z@example.test", "X Y Z"], ["---@example.test", "New person"], ["+tag@example.test", "New person"]])("made from %s is %s", (email, name) => {
    expect(nameFromEmail(email)).toBe(name);
    expect(displayNameSchema.safeParse(name).success).toBe(true);
  });
});

test("a registration keeps nothing but its own fields, a profile refuses others", () => {
  const parsed = registerSchema.parse({ email: "a@example.test", password: "long enough", confirmed_password: "long enough", role: "admin", id: 1 });
  expect(Object.keys(parsed).sort()).toEqual(["confirmed_password", "email", "password"]);
  expect(profileSchema.safeParse({ name: "Ada", locale: "en", role: "admin" }).success).toBe(false);
  expect(profileSchema.safeParse({ name: "Ada", locale: "xx" }).success).toBe(false);
});

test.each([
  { isActive: true, emailVerifiedAt: new Date(), activate: false, reset: true },
  { isActive: false, emailVerifiedAt: null, activate: true, reset: true },
  { isActive: false, emailVerifiedAt: new Date(), activate: false, reset: false },
])("an account %# may be activated or reset only while nobody switched it off", ({ activate, reset, ...person }) => {
  expect([canActivate(person), canResetPassword(person)]).toEqual([activate, reset]);
});

test("a uid has one spelling", () => {
  expect(decodeUid(encodeUid(42))).toBe(42);
  expect(encodeUid(42)).toMatch(/^[\w-]+$/);
  for (const wrong of ["", "42", `${encodeUid(42)}=`, encodeUid(-1), encodeUid(0), encodeUid(1.5), Buffer.from("042").toString("base64url"), "%", "é"]) expect(decodeUid(wrong), wrong).toBeNull();
});

describe("a refresh token", () => {
  const sessionId = "6a2f3c1e-0d1b-4f7e-9a4c-0b1d2e3f4a5b";
  test("names its session, and has one successor", () => {
    const token = firstRefreshToken(sessionId);
    expect(sessionOfRefreshToken(token)).toBe(sessionId);
    const next = successorOf(sessionId, token);
    expect(next).toBe(successorOf(sessionId, token));
    expect(next).not.toBe(token);
    expect(sessionOfRefreshToken(next)).toBe(sessionId);
    expect(firstRefreshToken(sessionId)).not.toBe(token);
  });
  test("that we did not make names none", () => {
    const [id, secret, tag] = firstRefreshToken(sessionId).split(".");
    const other = "7b2f3c1e-0d1b-4f7e-9a4c-0b1d2e3f4a5b";
    for (const forged of ["", "..", `${id}.${secret}`, `${other}.${secret}.${tag}`, `${id}.${secret}x.${tag}`, `${id}.${secret}.${tag}.x`, `${id}.${secret}.`]) expect(sessionOfRefreshToken(forged), forged).toBeNull();
  });
});

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"],
  ["curl/8.1", null, null],
  [null, null, null],
])("%s is %s on %s", (userAgent, browser, system) => {
  expect(describeDevice(userAgent)).toEqual({ browser, system });
});
