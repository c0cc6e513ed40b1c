import { beforeEach, expect, test } from "vitest";
import { corsHeaders, isOriginAccepted } from "@/lib/http/origin";

function headers(values: Record<string, string>) {
  return new Headers(values);
}

beforeEach(() => {
  Object.assign(process.env, {
    ATRIUM_PROFILE: "production", MAIL: "off", APP_URL: "https://atrium.example", CORS_ALLOWED_ORIGINS: "https://client.example",
    AUTH_SECRET: "x".repeat(32), LIVEKIT_API_KEY: "k", LIVEKIT_API_SECRET: "x".repeat(32), DATABASE_URL: "postgres://a:b@127.0.0.1/c",
  });
});

test.each([
  ["our own pages", { "sec-fetch-site": "same-origin", origin: "https://atrium.example" }, true],
  ["a typed address", { "sec-fetch-site": "none" }, true],
  ["our origin from an old browser", { origin: "https://atrium.example" }, true],
  ["a listed client", { "sec-fetch-site": "cross-site", origin: "https://client.example" }, true],
  ["a program", {}, true],
  ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  ["a sibling domain", { "sec-fetch-site": "same-site", origin: "https://other.atrium.example" }, false],
  ["a suffix of a listed origin", { origin: "https://client.example.evil.example" }, false],
  ["cross-site without an origin", { "sec-fetch-site": "cross-site" }, false],
  ["localhost in production", { origin: "http://localhost:3000" }, false],
])("a POST from %s", (_from, values, accepted) => {
  expect(isOriginAccepted("POST", headers(values as Record<string, string>))).toBe(accepted);
});

test("reading is open to every origin, but only listed ones may read the answer", () => {
  expect(isOriginAccepted("GET", headers({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }))).toBe(true);
  expect(corsHeaders("https://client.example")["access-control-allow-origin"]).toBe("https://client.example");
  expect(corsHeaders("https://evil.example")).toEqual({});
  expect(corsHeaders(null)).toEqual({});
});
