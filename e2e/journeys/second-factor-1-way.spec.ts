import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expect, newestMailTo, test } from "@/e2e/fixtures";
import { hashPassword } from "@/lib/platform/password";

const password = "three quiet otters";

/** What the app shows, `steps` of thirty seconds from now. The next step's code is good already: no test waits for it. */
const codeOf = (secret: string, steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

async function typePassword(page: Page, email: string): Promise<void> {
  await page.goto("/login?next=/settings/security");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/**
 * A device with a fingerprint reader that knows the finger and answers at once. Its browser offers no passkeys while one
 * types: whether that offer or the button's question is answered first would be chance.
 */
async function addDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

test("a person sets up an authenticator app, signs in with its code and with a recovery code, and switches it off", async ({ newPerson, openPage }) => {
  const { email } = await newPerson({ passwordHash: await hashPassword(password) });
  const page = await openPage(null);
  await typePassword(page, email);
  await page.getByRole("link", { name: "Set up" }).click();
  await page.getByRole("button", { name: "I have an app" }).click();
  await expect(page.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  const secret = (await page.getByRole("definition").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code that the app shows").fill("12345");
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByLabel("Code that the app shows")).toHaveAccessibleDescription(/wrong/);
  await page.getByLabel("Code that the app shows").fill(codeOf(secret));
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByRole("heading", { name: "Keep these recovery codes" })).toBeVisible();
  const codes = await page.getByRole("main").getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  expect((await newestMailTo(email)).subject).toBe("Your authenticator app is on");

  await page.context().clearCookies();
  await typePassword(page, email);
  await expect(page.getByLabel("Six-digit code")).toBeFocused();
  await page.getByLabel("Six-digit code").fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Six-digit code")).toHaveAccessibleDescription(/wrong/);
  await page.getByLabel("Six-digit code").fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Authenticator app" })).toBeVisible();

  await page.context().clearCookies();
  await typePassword(page, email);
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] as string);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();

  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("link", { name: "Set up" })).toBeVisible();
});

test("a person adds a passkey, signs in and confirms with it, renames and removes it", async ({ newPerson, openPage }) => {
  const { email } = await newPerson({ passwordHash: await hashPassword(password) });
  const page = await openPage(null);
  await addDevice(page);
  await typePassword(page, email);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Blue key");
  await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("rowheader", { name: "Blue key" })).toBeVisible();
  expect((await newestMailTo(email)).text).toContain("Blue key");

  await page.context().clearCookies();
  await page.goto("/login?next=/confirm?next=/settings/security");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("rowheader", { name: "Blue key" })).toBeVisible();

  await page.getByRole("button", { name: "Rename Blue key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Green key");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Remove Green key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Green key", { exact: true })).toBeHidden();
});
