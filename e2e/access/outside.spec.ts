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
