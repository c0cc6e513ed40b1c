import { afterEach, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { seal, unseal } from "@/lib/platform/seal";

const { AUTH_SECRET } = env();
afterEach(() => void (env().AUTH_SECRET = AUTH_SECRET));

test("a sealed text can be read again for its purpose, and shows nothing of itself", () => {
  const sealed = seal("mail", "a link that opens an account");
  expect(sealed).not.toContain("link");
  expect(sealed).not.toBe(seal("mail", "a link that opens an account"));
  expect(unseal("mail", sealed)).toBe("a link that opens an account");
});

test("for another purpose, altered, cut or under another secret it opens nothing", () => {
  const sealed = seal("mail", "a link that opens an account");
  const [version, body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  bytes[bytes.length - 1]! ^= 1;
  const altered = [`${version}.${bytes.toString("base64url")}`, `${version}.${body.slice(0, 20)}`, `v0.${body}`, body, ""];
  expect([unseal("factor", sealed), ...altered.map((each) => unseal("mail", each))]).toEqual(Array.from({ length: 6 }, () => null));
  env().AUTH_SECRET = "another secret that is long enough";
  expect(unseal("mail", sealed)).toBeNull();
});
