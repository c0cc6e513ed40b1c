import { asc } from "drizzle-orm";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { jobRun } from "@/db/schema/engine";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";

for (const [name, options] of Object.entries(views)) {
  test(`the administration is clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const [target, admin] = [await newPerson(), await newPerson({ role: "admin" })];
    const { id } = await createRoomWith([[target, "owner"]]);
    // The first of all: a demo video's, or the engine's own of each minute.
    const someRun = async () => (await db().select({ id: jobRun.id }).from(jobRun).orderBy(asc(jobRun.queuedAt)).limit(1))[0]?.id;
    await expect.poll(someRun, { timeout: 150_000 }).toBeDefined();
    const paths = [
      "/admin", "/admin/users?sort=name", `/admin/users/${target.userId}`, "/admin/users/invite", "/admin/rooms", `/admin/rooms/${id}`, `/admin/rooms/new?owner=${target.userId}`,
      "/admin/mails", "/admin/audit", "/admin/jobs", `/admin/jobs/${await someRun()}`, "/admin/system",
    ];
    const page = await openPage(admin, options);
    const found: Record<string, string[]> = {};
    for (const path of paths) {
      await page.goto(path);
      found[path] = await findings(page);
    }
    expect(found).toEqual(Object.fromEntries(paths.map((path) => [path, []])));
  });
}
