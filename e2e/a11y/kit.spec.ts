import type { Page } from "@playwright/test";
import { contrastFindings, findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";

const sizes = { laptop: { width: 1280, height: 800 }, tablet: { width: 900, height: 700 }, phone: { width: 390, height: 844 } };

const accountButton = (page: Page) => page.getByRole("button", { name: "Account of Ada Lovelace" });

/** The kit with its scripts at work: a control that needs them answers. */
async function openKit(page: Page): Promise<void> {
  await page.goto("/dev/kit");
  await expect(async () => {
    await page.getByRole("tab", { name: "Meetings" }).click({ timeout: 1000 });
    await expect(page.getByText("Nothing is scheduled.")).toBeVisible({ timeout: 500 });
  }).toPass();
}

for (const [name, viewport] of Object.entries(sizes)) {
  test.describe(`On a ${name}`, () => {
    // Where things stand does not hang on the theme: everything is looked at in one, contrast in both.
    const [colorScheme, other] = name === "laptop" ? (["light", "dark"] as const) : (["dark", "light"] as const);
    test.use({ colorScheme, viewport, locale: "en-GB" });

    // One page for all of it: opening and waking it costs more than looking at it.
    test("every part in every state and what opens over it are clean for axe and no wider than the window", async ({ page }) => {
      await openKit(page);
      const places = page.getByRole("navigation", { name: "Main" }).getByRole("link");
      await test.step("every place of the navigation has its word, also where only its icon is drawn", async () => {
        await expect(places).toHaveCount(4);
        for (const [index, word] of ["Home", "Rooms", "Meetings", "Library"].entries()) await expect(places.nth(index)).toHaveAccessibleName(word);
      });
      await test.step("the parts, in both themes", async () => {
        expect.soft(await findings(page)).toEqual([]);
        expect.soft(await contrastFindings(page, other)).toEqual([]);
        await page.emulateMedia({ colorScheme });
      });
      await test.step("the open account panel", async () => {
        await accountButton(page).click();
        await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
        expect.soft(await findings(page, "[popover]:popover-open")).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("button", { name: "Sign out" })).toBeHidden();
      });
      await test.step("an open menu", async () => {
        await page.getByRole("button", { name: "Room actions" }).click();
        await expect(page.getByRole("menuitem", { name: "Rename" })).toBeVisible();
        expect.soft(await findings(page, "[role=menu]")).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("menuitem", { name: "Rename" })).toBeHidden();
      });
      await test.step("an open dialog over a notice", async () => {
        await page.getByRole("button", { name: "Notice with undo" }).click();
        await page.getByRole("button", { name: "Open dialog" }).click();
        await expect(page.getByRole("dialog", { name: "Delete “Design review”?" })).toBeVisible();
        expect.soft(await findings(page, "[role=dialog][data-state=open]", ".toasts")).toEqual([]);
      });
      await test.step("the calm card", async () => {
        await page.goto("/dev/kit/card");
        expect.soft(await findings(page)).toEqual([]);
      });
      await test.step("a page that is not there", async () => {
        await page.goto("/nothing/here");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
        expect.soft(await findings(page)).toEqual([]);
      });
    });
  });
}

test.describe("By keyboard", () => {
  test.use({ viewport: sizes.laptop, locale: "en-GB" });

  test("the first stop skips the navigation", async ({ page }) => {
    await page.goto("/dev/kit");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#content")).toBeFocused();
  });

  test("the account panel opens, closes with Escape and gives the focus back", async ({ page }) => {
    await openKit(page);
    await accountButton(page).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("group", { name: "Theme" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("group", { name: "Theme" })).toBeHidden();
    await expect(accountButton(page)).toBeFocused();
  });

  test("a menu opens with the arrow key, moves, closes and gives the focus back", async ({ page }) => {
    await openKit(page);
    const button = page.getByRole("button", { name: "Room actions" });
    await button.focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("menuitem", { name: "Copy link" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  test("a dialog that a menu opened gives the focus back to the menu's button", async ({ page }) => {
    await openKit(page);
    const button = page.getByRole("button", { name: "Room actions" });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Delete “Design review”?" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(button).toBeFocused();
  });

  test("a second click closes a menu", async ({ page }) => {
    await openKit(page);
    const button = page.getByRole("button", { name: "Room actions" });
    await button.click();
    await expect(page.getByRole("menu")).toBeVisible();
    await button.click();
    await expect(page.getByRole("menu")).toHaveCount(0);
  });

  test("a dialog keeps the focus inside, closes with Escape and gives it back", async ({ page }) => {
    await openKit(page);
    const button = page.getByRole("button", { name: "Open dialog" });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    for (const _ of Array.from({ length: 5 })) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  });

  test("an icon shows its word on focus, and Escape hides it", async ({ page }) => {
    await openKit(page);
    await page.getByRole("link", { name: "Link", exact: true }).focus();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Favourite" })).toBeFocused();
    const word = page.locator(".tooltip", { hasText: "Favourite" });
    await expect(word).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(word).toBeHidden();
  });
});

test.describe("Choices", () => {
  test.use({ viewport: sizes.laptop, colorScheme: "light", locale: "en-GB" });

  test("a chosen theme is in the page that the server sends, so that nothing flashes", async ({ page }) => {
    await openKit(page);
    await accountButton(page).click();
    await page.getByRole("button", { name: "Dark", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect(await (await page.request.get("/dev/kit")).text()).toMatch(/<html[^>]+data-theme="dark"/);

    await page.getByRole("button", { name: "System", exact: true }).click();
    await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  });

  test("a chosen language is in the page that the server sends", async ({ page }) => {
    await openKit(page);
    await accountButton(page).click();
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("link", { name: "Mediathek" })).toBeVisible();
    expect(await (await page.request.get("/dev/kit")).text()).toMatch(/<html[^>]+lang="de"/);
  });

  test("a notice can be undone, and the region was there before", async ({ page }) => {
    await openKit(page);
    const region = page.getByRole("region", { name: "Notices" });
    await expect(region).toBeAttached();
    await page.getByRole("button", { name: "Notice with undo" }).click();
    await expect(region).toContainText("Message deleted");
    await region.getByRole("button", { name: "Undo" }).click();
    await expect(region).not.toContainText("Message deleted");
    await expect(region).toContainText("Restored");
  });
});

test.describe("Without scripts", () => {
  test.use({ javaScriptEnabled: false, viewport: sizes.laptop, locale: "fr-FR" });

  test("the page speaks the browser's language, and theme and language can be chosen", async ({ page }) => {
    await page.goto("/dev/kit");
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await page.getByRole("button", { name: "Compte de Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Sombre" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });
});
