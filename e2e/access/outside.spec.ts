import { encodeUid } from "@/lib/accounts/links";
import { issueToken } from "@/lib/accounts/tokens";
import { eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { createUser } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { expect, test } from "@/e2e/fixtures";

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
