import { unstable_doesMiddlewareMatch as doesProxyMatch } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { config, proxy } from "@/proxy";

const isPage = (path: string) => doesProxyMatch({ config, nextConfig: {}, url: `https://atrium.example${path}` });

test("a page has its policy whatever its address ends in", () => {
  for (const path of ["/", "/login", "/nope", "/x.png", "/r/nope.svg", "/r/x.ico", "/videos/1.woff2"]) expect([path, isPage(path)]).toEqual([path, true]);
  for (const path of ["/api/rooms/", "/api/uploads/x", "/external-api/x", "/_next/static/chunks/x.js"]) expect([path, isPage(path)]).toEqual([path, false]);
});

test("each page's policy has a nonce of its own, and a client cannot choose it", () => {
  const ask = () => proxy(new NextRequest("https://atrium.example/", { headers: { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" } })).headers.get("content-security-policy")!;
  const [one, other] = [ask(), ask()];
  expect(one).not.toBe(other);
  expect(one).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'/);
  expect(one).toContain("frame-ancestors 'none'");
  expect(one).not.toContain("mine");
});
