import sharp from "sharp";
import { expect, newestMailTo, test } from "@/e2e/fixtures";
import { hashPassword } from "@/lib/platform/password";

const password = "three quiet otters";
/** The address in the newest mail that leads to one of our pages. */
async function linkIn(recipient: string, page: string): Promise<string> {
  let link: string | undefined;
  await expect.poll(async () => (link = new RegExp(`https?://\\S+/${page}/\\S+`).exec((await newestMailTo(recipient)).text)?.[0])).toBeTruthy();
  return link as string;
}

test("a person shows a picture, moves to another address, and leaves; then thinks better of it", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const stamp = Date.now();
  const actor = await newPerson({ name: "Mary Somerville", passwordHash: await hashPassword(password) });
  const page = await openPage(actor);

  await test.step("a picture is cut and shown at once", async () => {
    await page.goto("/settings");
    const buffer = await sharp({ create: { width: 400, height: 300, channels: 3, background: "#336699" } }).png().toBuffer();
    const own = page.locator('main img[src^="/api/pictures/"]');
    await expect(own).toHaveCount(0);
    // The page listens as soon as its scripts run: until then a chosen file is not noticed.
    await expect(async () => {
      await page.locator('input[type="file"]').setInputFiles({ name: "me.png", mimeType: "image/png", buffer });
      await expect(page.getByRole("dialog")).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await page.getByRole("button", { name: "Use picture" }).click();
    await expect(own).toBeVisible();
    await expect(page.locator('nav img[src^="/api/pictures/"], aside img[src^="/api/pictures/"], header img[src^="/api/pictures/"]').first()).toBeAttached();
  });

  const next = `mary-${stamp}@example.test`;
  await test.step("a new address counts once its mailbox confirms it", async () => {
    await page.getByRole("link", { name: "Change address" }).click();
    await page.getByLabel("New address").fill(next);
    await page.getByRole("button", { name: "Send the confirmation" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    await page.goto(await linkIn(next, "confirm-address"));
    await page.getByRole("button", { name: "Confirm address" }).click();
    await expect(page.getByRole("heading", { name: "Your address is changed" })).toBeVisible();
    await page.getByRole("link", { name: "To the settings" }).click();
    await expect(page.getByRole("main").getByText(next)).toBeVisible();
    expect(await linkIn(actor.email, "undo-address")).toContain("/undo-address/");
  });

  await test.step("the account is closed at once, and signing in offers it back", async () => {
    await page.goto("/settings/data");
    await page.getByRole("link", { name: "Delete my account" }).click();
    await page.getByLabel(/Type .* to confirm/).fill(next);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await expect(page.getByRole("heading", { name: "Your account is closed" })).toBeVisible();
    await page.goto("/settings");
    await page.getByLabel("Email").fill(next);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Keep my account" }).click();
    await expect(page.getByRole("heading", { name: "Your account is open again" })).toBeVisible();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email").fill(next);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { name: /Mary Somerville/ })).toBeVisible();
  });
});
