import http from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trustedProxies } from "@/server/gateway/client-address";
import { passFront } from "@/server/gateway/front";

let server: http.Server;
let port: number;

beforeAll(async () => {
  Object.assign(process.env, {
    ATRIUM_PROFILE: "production", MAIL: "off", APP_URL: "https://atrium.example", CORS_ALLOWED_ORIGINS: "https://client.example", LOG_LEVEL: "silent",
    AUTH_SECRET: "x".repeat(32), LIVEKIT_API_KEY: "k", LIVEKIT_API_SECRET: "x".repeat(32), DATABASE_URL: "postgres://a:b@127.0.0.1/c",
  });
  const trusted = trustedProxies([]);
  server = http.createServer(async (req, res) => {
    if (await passFront(req, res, trusted)) return;
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify(req.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** A request with exactly these headers: fetch would set or refuse some of them. */
function send(method: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: "127.0.0.1", port, method, path, headers }, (res) => {
      let body = "";
      res.on("data", (chunk: Buffer) => (body += chunk.toString()));
      res.on("end", () => resolve({ status: res.statusCode!, headers: res.headers, body }));
    });
    req.on("error", reject);
    req.end();
  });
}

test("what a client could forge is replaced by what the socket saw", async () => {
  const { body } = await send("GET", "/api/x", { "x-forwarded-for": "1.2.3.4", "x-atrium-client-address": "1.2.3.4", "x-request-id": "forged", "x-forwarded-host": "evil.example", "x-middleware-subrequest": "proxy" });
  const seen = JSON.parse(body) as Record<string, string>;
  expect(seen["x-atrium-client-address"]).toBe("127.0.0.1");
  expect(seen["x-forwarded-for"]).toBe("127.0.0.1");
  expect(seen["x-request-id"]).not.toBe("forged");
  expect(seen["x-forwarded-host"]).toBeUndefined();
  expect(seen["x-middleware-subrequest"]).toBeUndefined();
});

test("a preflight of a listed origin is answered before anything else, another origin learns nothing", async () => {
  const ask = { "access-control-request-method": "POST" };
  const listed = await send("OPTIONS", "/api/anything", { ...ask, origin: "https://client.example" });
  expect(listed.status).toBe(204);
  expect(listed.headers).toMatchObject({ "access-control-allow-origin": "https://client.example", "access-control-allow-credentials": "true", "access-control-allow-headers": "content-type, x-csrftoken, range", vary: "Origin" });
  const other = await send("OPTIONS", "/api/anything", { ...ask, origin: "https://evil.example" });
  expect(other.status).toBe(204);
  expect(other.headers["access-control-allow-origin"]).toBeUndefined();
});

test("a cross-origin POST is refused on every path, pages and actions too", async () => {
  for (const path of ["/api/rooms/", "/login", "/"]) {
    expect((await send("POST", path, { origin: "https://evil.example", "sec-fetch-site": "cross-site", host: "evil.example" })).status).toBe(403);
    expect((await send("POST", path, { origin: "null" })).status).toBe(403);
    expect((await send("POST", path, { origin: "https://atrium.example" })).status).toBe(200);
  }
});

test("a refusal to a listed origin carries the CORS headers as well", async () => {
  const refused = await send("PROPFIND", "/api/x", { origin: "https://client.example" });
  expect(refused.status).toBe(405);
  const passed = await send("GET", "/api/x", { origin: "https://client.example" });
  for (const { headers } of [passed, refused]) expect(headers["access-control-allow-origin"]).toBe("https://client.example");
});

test("behind a proxy that changes Host, Next is told the origin that was accepted, never the client's word", async () => {
  const { body } = await send("POST", "/login", { origin: "https://atrium.example", host: "10.0.0.5:3000", "x-forwarded-host": "evil.example" });
  expect((JSON.parse(body) as Record<string, string>)["x-forwarded-host"]).toBe("atrium.example");
});

test("TRACE is 405 with Allow", async () => {
  const text = await new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    let all = "";
    socket.on("data", (chunk) => (all += chunk.toString()));
    socket.on("close", () => resolve(all));
  });
  expect(text).toMatch(/^HTTP\/1\.1 405/);
  expect(text.toLowerCase()).toContain("allow: get, head, post");
});

test("every answer carries the security headers", async () => {
  const { headers } = await send("GET", "/");
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "strict-transport-security": expect.stringContaining("max-age") });
});

test("a path with a broken escape, or a target that is no path, is unknown: no fault of ours and no redirect", async () => {
  for (const path of ["*", "http://evil.example/login", "/r/%E0%A4%A", "/api/rooms/%E0%A4%A/", "/r/%00", "/%", "/%zz", "/%ff"]) {
    const { status, headers } = await send("GET", path);
    expect([path, status, headers["content-type"]]).toEqual([path, 404, "application/json"]);
  }
  expect((await send("GET", "/r/%C3%A9?q=%")).status).toBe(200);
});

test("a body that does not come ends its connection, also after the answer to an upload that was refused", async () => {
  const slow = http.createServer(async (req, res) => {
    if (await passFront(req, res, trustedProxies([]), { bodyTimeMs: 50 })) return;
    if (req.url?.startsWith("/api/uploads")) res.writeHead(401).end();
    else req.resume().on("end", () => res.end("whole"));
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const ask = (path: string, body: string) =>
    new Promise<string>((resolve) => {
      let all = "";
      const socket = connect((slow.address() as AddressInfo).port, "127.0.0.1", () => socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: ${body === "{}" ? "close" : "keep-alive"}\r\nContent-Length: 2\r\n\r\n${body}`));
      socket.on("data", (chunk) => (all += chunk.toString()));
      socket.on("close", () => resolve(all));
    });
  expect(await ask("/login", "{")).toMatch(/^HTTP\/1\.1 408 /);
  expect(await ask("/api/uploads/", "{")).toMatch(/^HTTP\/1\.1 401 /);
  expect(await ask("/login", "{}")).toMatch(/^HTTP\/1\.1 200 [^]*whole$/);
  slow.close();
});

test("a page has its policy whatever its address ends in, data and files of the build have none", async () => {
  for (const path of ["/", "/login", "/nope", "/x.png", "/r/nope.svg", "/r/x.ico", "/videos/1.woff2"]) expect([path, (await send("GET", path)).headers["content-security-policy"]]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
  for (const path of ["/api/rooms/", "/api/uploads/x", "/external-api/x", "/_next/static/chunks/x.js"]) expect([path, (await send("GET", path)).headers["content-security-policy"]]).toEqual([path, undefined]);
});

test("each page's policy has a nonce of its own, which Next is told and a client cannot choose", async () => {
  const ask = () => send("GET", "/login", { "content-security-policy": "script-src 'nonce-mine'" });
  const [one, other] = [await ask(), await ask()];
  const policy = one.headers["content-security-policy"];
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'/);
  expect(policy).not.toBe(other.headers["content-security-policy"]);
  expect(JSON.parse(one.body)).toMatchObject({ "content-security-policy": policy });
  expect(JSON.parse((await send("GET", "/api/x", { "content-security-policy": "script-src 'nonce-mine'" })).body)).not.toHaveProperty("content-security-policy");
});
