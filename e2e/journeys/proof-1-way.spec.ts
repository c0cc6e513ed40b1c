import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { expect, newestMailTo, test } from "@/e2e/fixtures";
import { hashPassword } from "@/lib/platform/password";

const password = "three quiet otters";

test("what a browser left open must not be enough for asks for the password first, and then leads on", async ({ newPerson, openPage }) => {
  const actor = await newPerson({ passwordHash: await hashPassword(password) });
  await db().update(session).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(session.id, actor.sessionId));
  const page = await openPage(actor);
  await page.goto("/settings/data/delete");
  await expect(page).toHaveURL(/\/confirm\?next=%2Fsettings%2Fdata%2Fdelete$/);
  const field = page.getByLabel("Password", { exact: true });
  const send = page.getByRole("main").getByRole("button", { name: "Confirm", exact: true });
  await field.fill("three loud otters");
  await send.click();
  await expect(field).toHaveAccessibleDescription(/not your password/);
  await field.fill(password);
  await send.click();
  await expect(page).toHaveURL(/\/settings\/data\/delete$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/confirm?next=https://elsewhere.example/");
  await expect(page).toHaveURL(/\/settings$/);
});

test("a person without a password is not asked for one, and sets a first one by a mailed link", async ({ newPerson, openPage }) => {
  const actor = await newPerson();
  const { email } = actor;
  const page = await openPage(actor);
  await page.goto("/settings/security");
  const card = page.getByRole("region", { name: "Password" });
  await expect(card.getByText(email)).toBeVisible();
  await expect(card.getByLabel("Current password")).toHaveCount(0);
  await card.getByRole("button", { name: "Mail me a link" }).click();
  await expect(card.getByRole("status")).toHaveText(/on its way/);
  await page.goto(/https?:\/\/\S+\/reset-password\/\S+/.exec((await newestMailTo(email)).text)![0]);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/login/);
  await page.goto("/settings/security");
  await expect(card.getByLabel("Current password")).toBeVisible();
});
