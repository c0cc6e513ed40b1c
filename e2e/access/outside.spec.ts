import { encodeUid } from "@/lib/accounts/links";
import { issueToken } from "@/lib/accounts/tokens";
import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { createRoomWith, createUser, signIn } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { expect, test } from "@/e2e/fixtures";
import { findNginx, startProxySample, switchedAs } from "@/e2e/nginx";
import { hashPassword } from "@/lib/platform/password";

test("nothing of the installation is served: no sources, settings, secrets, history or jobs", async ({ openBrowser }) => {
  const { request } = await openBrowser(null);
  const page = await (await request.get("/login")).text();
  const scripts = [...page.matchAll(/\/_next\/static\/[\w/.~-]+\.js/g)].map(([script]) => script);
  expect(scripts.length).toBeGreaterThan(0);
  const kept = [
    "/.env", "/.env.example", "/.git/config", "/.git/HEAD", "/.data/secrets.json", "/secrets.json", "/package.json", "/package-lock.json", "/server/web.ts", "/next.config.ts",
    "/.next/BUILD_ID", "/_next/../.env", "/%2e%2e/.env", "/api/inngest", "/api/inngest?fnId=atrium-send-mail", "/logs/web.log", ...scripts.map((script) => `${script}.map`),
  ];
  const statuses: Record<string, number> = {};
  for (const path of kept) statuses[path] = (await request.get(path, { maxRedirects: 0 })).status();
  expect(Object.entries(statuses).filter(([, status]) => status !== 404)).toEqual([]);
  for (const [method, path] of [["PUT", "/api/inngest"], ["POST", "/api/inngest"]] as const) expect((await request.fetch(path, { method })).status()).toBe(404);
});

test("the API's refusals are JSON and say no more than they must", async ({ openBrowser }) => {
  const { request } = await openBrowser(null);
  const [unknown, method] = [await request.get("/api/nothing/at/all"), await request.delete("/api/login/")];
  expect([unknown.status(), method.status(), method.headers().allow]).toEqual([404, 405, "POST, OPTIONS"]);
  for (const response of [unknown, method]) {
    expect(response.headers()["content-type"]).toMatch(/json/);
    expect(await response.text()).not.toMatch(/at \w|node_modules|\.ts|Error:/);
  }
});

test("no page and no answer can be framed by another site, and a browser does not show it there", async ({ newPerson, openPage, openBrowser }) => {
  const admin = await newPerson({ role: "admin" });
  const { request } = await openBrowser(admin);
  for (const path of ["/", "/admin", "/admin/users", "/settings", "/login", "/r/design-review/call", "/nothing/here", "/api/csrf/", "/api/nothing/", "/docs.pdf"]) {
    const headers = (await request.get(path, { maxRedirects: 0, maxRetries: 3 })).headers();
    expect([path, headers["x-frame-options"]]).toEqual([path, "DENY"]);
    if (!path.startsWith("/api/")) expect([path, headers["content-security-policy"]]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
  }
  const page = await openPage(admin);
  await page.setContent(`<iframe id="trap" src="${process.env.APP_URL}/admin"></iframe>`);
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
  expect(await page.frames()[1]!.content()).not.toContain("People");
});

test("lists and their pages answer wild places and sizes with what there is, never with a fault of ours", async ({ newPerson, openBrowser }) => {
  const { request } = await openBrowser(await newPerson({ role: "admin" }));
  const wild = ["-1", "1e9", "abc", "1000000", "%00", "99999999999999999999", "1'--"];
  const wrong: string[] = [];
  for (const value of wild) {
    for (const path of ["/api/rooms/", "/api/search/", "/api/rooms/search/"]) {
      const response = await request.get(`${path}?limit=${value}&offset=${value}&before=${value}`, { maxRetries: 3 });
      const { results } = (await response.json()) as { results?: unknown[] };
      if (![200, 400].includes(response.status()) || (results?.length ?? 0) > 100) wrong.push(`${path} ${value} ${response.status()} ${results?.length}`);
    }
    for (const path of ["/admin/users", "/admin/rooms", "/admin/meetings", "/admin/audit", "/admin/jobs", "/admin/mails"]) {
      const response = await request.get(`${path}?page=${value}&before=${value}&after=${value}&cursor=${value}`, { maxRetries: 3 });
      if (response.status() !== 200) wrong.push(`${path} ${value} ${response.status()}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a mail scanner that follows the links in mails changes nothing; the button does", async ({ openPage, openBrowser }) => {
  const waiting = await createUser({ isActive: false, emailVerifiedAt: null });
  const { token } = await transaction((tx) => issueToken(tx, "activate", waiting.id));
  const isActive = async () => (await db().select({ isActive: user.isActive }).from(user).where(eq(user.id, waiting.id)))[0]!.isActive;
  const address = `/activate/${encodeUid(waiting.id)}/${token}`;
  const { request } = await openBrowser(null);
  for (const method of ["GET", "HEAD", "GET"]) expect((await request.fetch(address, { method })).status()).toBe(200);
  expect(await isActive()).toBe(false);
  const page = await openPage(null);
  await page.goto(address);
  await page.getByRole("main").getByRole("button").first().click();
  await expect.poll(isActive).toBe(true);
});

test("an outside chat client behind the shipped proxy sample signs in, reads, writes, hears its rooms and signs out", async ({}) => {
  const nginx = findNginx();
  test.skip(nginx === null, "There is no nginx on this machine.");
  const password = "three quiet otters";
  const person = await createUser({ passwordHash: await hashPassword(password), name: "Grace" });
  const { id: roomId } = await createRoomWith([[await signIn(person), "owner"]]);
  const proxy = await startProxySample(nginx as string, (_req, res) => void res.writeHead(418).end());
  const cookies = new Map<string, string>();
  /** As a browser's script on that origin asks: with its cookies, a token that counts for nothing, and who it comes from. */
  const ask = async (path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) => {
    const response = await fetch(`${proxy.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", authorization: "Bearer null", origin: proxy.url, "sec-fetch-site": "same-origin", "x-csrftoken": cookies.get("csrftoken") ?? "", cookie: [...cookies].map((each) => each.join("=")).join("; "), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  const json = async (response: Response) => ({ status: response.status, body: (await response.json()) as Record<string, unknown> });
  try {
    expect(await (await fetch(`${proxy.url}/rooms/${roomId}`)).text()).toContain("An outside client");
    expect((await ask("/api/rooms/")).status).toBe(403);
    expect((await ask("/api/csrf/")).headers.get("x-csrftoken")).toBeTruthy();
    expect(await json(await ask("/api/login/", { body: { username: person.email, password } }))).toMatchObject({ status: 200, body: { id: person.id } });
    expect(await json(await ask("/api/rooms/"))).toMatchObject({ status: 200, body: { count: 1, results: [{ id: roomId }] } });
    expect(await json(await ask(`/api/rooms/${roomId}/messages/`, { body: { content: "over a proxy" } }))).toMatchObject({ status: 201, body: { content: "over a proxy", user: { username: "Grace" } } });
    expect(await json(await ask(`/api/rooms/${roomId}/messages/?limit=1`))).toMatchObject({ status: 200, body: { results: [{ content: "over a proxy" }] } });
    expect((await ask("/api/search/")).status).toBe(200);
    // Without a Centrifugo there are no tokens for it.
    expect((await ask("/api/token/connection/")).status).toBe(404);
    // Large files pass the proxy too: Atrium says what is too large, nginx does not.
    const large = await ask(`/api/rooms/${roomId}/messages/`, { body: { content: "x".repeat(1_100_000) } });
    expect([large.status, large.headers.get("content-type")]).toEqual([expect.any(Number), expect.stringContaining("json")]);
    const stream = await ask("/api/events");
    const { value } = await stream.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain(`"${roomId}":1`);
    await stream.body!.cancel().catch(() => {});
    // Whom it comes from is said by the proxy; a location with headers of its own would hand on what the client claims.
    expect(await switchedAs(`${proxy.url}/connection/websocket`)).toBe("/connection/websocket 127.0.0.1 203.0.113.9, 127.0.0.1");
    expect(proxy.sample).not.toMatch(/location [^}]*proxy_set_header/);
    expect((await fetch(`${proxy.url}/api/publish`, { method: "POST" })).status).not.toBe(418);
    expect((await ask("/api/logout/", { body: {} })).status).toBe(200);
    expect((await ask("/api/rooms/")).status).toBe(403);
  } finally {
    await proxy.stop();
  }
});
