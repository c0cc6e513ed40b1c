import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { session } from "@/db/schema/accounts";
import { passkey } from "@/db/schema/factors";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { beginAuthenticator } from "@/lib/accounts/commands/set-up-authenticator";

const linkPages = ["/welcome/1/no-such-token", "/confirm-address/1/no-such-token", "/undo-address/1/no-such-token", "/keep-account/1/no-such-token", "/closed"];
const settingsPages = ["/settings", "/settings/address", "/settings/security", "/settings/security/authenticator", "/settings/sessions", "/settings/notifications", "/settings/data", "/settings/data/delete", "/confirm?next=/settings/security"];

for (const [name, options] of Object.entries(views)) {
  test(`signing in, registering and choosing a new password are clean for axe on ${name}`, async ({ openPage }) => {
    const page = await openPage(null, options);
    const found: Record<string, string[]> = {};
    for (const path of ["/", "/login", "/register", "/forgot", "/activate/1/no-such-token", "/reset-password/1/no-such-token", ...linkPages]) {
      await page.goto(path);
      found[path] = await findings(page);
    }
    expect(found).toEqual({ "/": [], "/login": [], "/register": [], "/forgot": [], "/activate/1/no-such-token": [], "/reset-password/1/no-such-token": [], ...Object.fromEntries(linkPages.map((path) => [path, []])) });
  });

  test(`what a form refuses is said beside the field, and clean for axe on ${name}`, async ({ openPage }) => {
    const page = await openPage(null, options);
    await page.goto("/register");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByLabel("Email")).toHaveAccessibleDescription(/valid email/);
    await expect(page.getByLabel("Email")).toBeFocused();
    const registering = await findings(page);
    await page.goto("/login");
    await page.getByLabel("Email").fill("nobody@example.test");
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
    expect({ registering, signingIn: await findings(page) }).toEqual({ registering: [], signingIn: [] });
  });

  test(`the settings are clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const actor = await newPerson();
    await db().insert(passkey).values({ userId: actor.userId, credentialId: `axe-${actor.userId}`, publicKey: "", counter: 0, name: "Blue key", isBackedUp: true });
    await beginAuthenticator(actor);
    const page = await openPage(actor, options);
    const found: Record<string, string[]> = {};
    for (const path of settingsPages) {
      // The last page is there for those who signed in a while ago.
      if (path.startsWith("/confirm")) await db().update(session).set({ createdAt: new Date(0) }).where(eq(session.id, actor.sessionId));
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      found[path] = await findings(page);
    }
    expect(new URL(page.url()).pathname).toBe("/confirm");
    expect(found).toEqual(Object.fromEntries(settingsPages.map((path) => [path, []])));
  });
}
