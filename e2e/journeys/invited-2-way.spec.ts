import { expect, newestMailTo, test } from "@/e2e/fixtures";

test("an administrator invites a person, who opens the account by the mailed link and signs in; people are sorted by the keyboard", async ({ newPerson, openPage }) => {
  const admin = await newPerson({ role: "admin", name: "Ada" });
  const email = `invited-${admin.userId}@example.test`;
  const page = await openPage(admin);
  await page.goto("/admin/users");
  await page.getByRole("link", { name: "Invite a person" }).click();
  // The list has a field for addresses too.
  await expect(page.getByRole("heading", { level: 1, name: "Invite a person" })).toBeVisible();
  await page.getByLabel("Address").fill(admin.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByLabel("Address")).toHaveAccessibleDescription(/account with this address already/);
  await page.getByLabel("Address").fill(email);
  await page.getByLabel("Role").selectOption("moderator");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("button", { name: "Send the invitation again" })).toBeVisible();
  await expect(page.getByText("Invited", { exact: true })).toBeVisible();

  const mail = await newestMailTo(email);
  expect(mail.subject).toBe("Ada invites you to Atrium");
  const invited = await openPage(null);
  await invited.goto(/https?:\/\/\S+/.exec(mail.text)![0]);
  await invited.getByLabel("Name").fill("Grace Hopper");
  for (const label of ["New password", "Repeat the password"]) await invited.getByLabel(label, { exact: true }).fill("three quiet otters");
  await invited.getByRole("button", { name: "Open my account" }).click();
  await invited.getByLabel("Email").fill(email);
  await invited.getByLabel("Password", { exact: true }).fill("three quiet otters");
  await invited.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(invited.getByRole("heading", { level: 1, name: /Grace Hopper/ })).toBeVisible();

  await page.goto(`/admin/users?text=${encodeURIComponent(email)}`);
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toContainText("Active");
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  expect(new URL(page.url()).searchParams.get("sort")).toBe("-name");
  expect(new URL(page.url()).searchParams.get("text")).toBe(email);
});
