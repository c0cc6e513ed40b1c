import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { expect, test } from "@/e2e/fixtures";
import { findLiveSession } from "@/lib/accounts/sessions";

test("the pages of administration by who asks", async ({ newPerson, openBrowser }) => {
  const target = await newPerson();
  const room = await createRoomWith([[target, "owner"]]);
  const people = { stranger: null, user: await newPerson(), moderator: await newPerson({ role: "moderator" }), admin: await newPerson({ role: "admin" }) };
  const paths = ["/admin", "/admin/users", `/admin/users/${target.userId}`, "/admin/users/999999999", "/admin/users/one", "/admin/audit", "/admin/mails", "/admin/mails/999999999", "/api/audit/export/", "/admin/applications", "/admin/applications/new", "/admin/rooms", `/admin/rooms/${room.id}`, "/admin/rooms/999999999", "/admin/rooms/new", "/admin/meetings", "/admin/videos", "/admin/videos/999999999", "/admin/jobs", "/admin/jobs/none", "/admin/system", "/admin/users/invite"];
  const table: Record<string, number[]> = {};
  for (const actor of Object.values(people)) {
    const { request } = await openBrowser(actor);
    for (const path of paths) (table[path.replace(`users/${target.userId}`, "users/{id}").replace(`rooms/${room.id}`, "rooms/{id}")] ??= []).push((await request.get(path, { maxRedirects: 0 })).status());
  }
  // stranger, user, moderator, admin
  expect(table).toEqual({
    "/admin": [307, 404, 200, 200],
    "/admin/users": [307, 404, 200, 200],
    "/admin/users/{id}": [307, 404, 200, 200],
    "/admin/users/999999999": [307, 404, 404, 404],
    "/admin/users/one": [307, 404, 404, 404],
    "/admin/audit": [307, 404, 403, 200],
    "/admin/mails": [307, 404, 403, 200],
    "/admin/mails/999999999": [307, 404, 403, 404],
    "/api/audit/export/": [401, 403, 403, 200],
    "/admin/applications": [307, 404, 403, 200],
    "/admin/applications/new": [307, 404, 403, 200],
    "/admin/rooms": [307, 404, 200, 200],
    "/admin/rooms/{id}": [307, 404, 200, 200],
    "/admin/rooms/999999999": [307, 404, 404, 404],
    "/admin/rooms/new": [307, 404, 200, 200],
    "/admin/meetings": [307, 404, 200, 200],
    "/admin/videos": [307, 404, 200, 200],
    "/admin/videos/999999999": [307, 404, 404, 404],
    "/admin/jobs": [307, 404, 403, 200],
    "/admin/jobs/none": [307, 404, 403, 404],
    "/admin/system": [307, 404, 403, 200],
    "/admin/users/invite": [307, 404, 403, 200],
  });
});

test("a moderator sees neither addresses nor sign-ins; whoever is demoted sees nothing with the next request", async ({ newPerson, openPage }) => {
  const [target, moderator] = [await newPerson({ name: "Hedy Lamarr" }), await newPerson({ role: "moderator" })];
  const page = await openPage(moderator);
  await page.goto(`/admin/users/${target.userId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hedy Lamarr");
  expect(await page.content()).not.toContain(target.email);
  await expect(page.getByText("Signed in on")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Deactivate" })).toHaveCount(0);
  await db().update(user).set({ role: "user" }).where(eq(user.id, moderator.userId));
  expect((await page.reload())?.status()).toBe(404);
});

test("an administrator finds a person, gives a role and takes it back, and switches the account off", async ({ newPerson, openPage }) => {
  const [target, admin] = [await newPerson({ name: "Konrad Zuse" }), await newPerson({ role: "admin" })];
  const page = await openPage(admin);
  await page.goto("/admin/users");
  await page.getByLabel("Name or address").fill(target.email);
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("link", { name: "Konrad Zuse" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Konrad Zuse");
  const roleOf = async () => (await db().select({ role: user.role }).from(user).where(eq(user.id, target.userId)))[0]?.role;
  await page.getByRole("combobox", { name: "Role" }).selectOption("moderator");
  await expect.poll(roleOf).toBe("moderator");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(roleOf).toBe("user");
  await page.getByRole("button", { name: "Deactivate" }).click();
  const question = page.getByRole("dialog", { name: "Deactivate Konrad Zuse?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await findLiveSession(target.sessionId)).not.toBeNull();
  await page.getByRole("button", { name: "Deactivate" }).click();
  await question.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();
  expect(await findLiveSession(target.sessionId)).toBeNull();
  await page.getByRole("link", { name: "Audit log" }).last().click();
  await expect(page.getByRole("rowheader", { name: "account.deactivated" })).toBeVisible();
});
