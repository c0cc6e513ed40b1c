import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { newVideo } from "@/e2e/media/library";
import { VideosAdmin } from "@/e2e/pages/videos";

test("a moderator makes, orders, renames and deletes categories, and does things to several videos at once, with undo", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada", role: "moderator" });
  const titles = ["Quay", "Mole"].map((word) => `${word} ${ada.userId}`);
  const ids = await Promise.all(titles.map((title) => newVideo(ada, title, 2)));
  const [tours, trips, talks] = ["Tours", "Trips", "Talks"].map((word) => `${word} ${ada.userId}`) as [string, string, string];
  const page = await openPage(ada);
  const rows = async () => db().select({ category: video.category, visibility: video.visibility, isDeleted: video.deletedAt }).from(video).where(eq(video.ownerId, ada.userId)).orderBy(video.id);

  await test.step("categories are made in one go with their order", async () => {
    await page.goto("/admin/videos/categories");
    for (const name of [tours, talks]) {
      await page.getByRole("textbox", { name: "New category" }).fill(name);
      await page.getByRole("button", { name: "Create" }).click();
      await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
    }
    await page.getByRole("textbox", { name: "New category" }).fill(tours.toUpperCase());
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByText("Another category has this name")).toBeVisible();
    await page.getByRole("textbox", { name: "New category" }).fill("");
    const names = async () => (await page.getByRole("listitem").locator("bdi").allTextContents()).filter((name) => name === tours || name === talks);
    expect(await names()).toEqual([tours, talks]);
    await page.getByRole("button", { name: `Move up: ${talks}` }).click();
    await expect.poll(names).toEqual([talks, tours]);
    expect(await findings(page)).toEqual([]);
  });

  await test.step("two videos get a category and an audience, are deleted, and come back with one click", async () => {
    await page.goto(`/admin/videos?text=${ada.userId}`);
    const admin = new VideosAdmin(page);
    for (const title of titles) await admin.rowOf(title).getByRole("checkbox").check();
    const bar = page.getByRole("group", { name: "For the selected videos" });
    await expect(bar.getByText("2 selected")).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await bar.getByLabel("Category").selectOption(tours);
    await bar.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("2 videos have a new category.")).toBeVisible();
    await page.getByLabel("Select all on this page").check();
    await bar.getByLabel("Who may watch").selectOption("Everyone signed in");
    await bar.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("2 videos have another audience.")).toBeVisible();
    expect(await rows()).toEqual(ids.map(() => ({ category: tours, visibility: "authenticated", isDeleted: null })));
    await page.getByLabel("Select all on this page").check();
    await bar.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No video matches")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("2 videos are back.")).toBeVisible();
    await expect(admin.rowOf(titles[0]!)).toBeVisible();
  });

  await test.step("a renamed category takes its videos along; of a deleted one they go where the moderator says", async () => {
    await page.goto("/admin/videos/categories");
    await page.getByRole("button", { name: `Rename: ${tours}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(trips);
    await dialog.getByRole("button", { name: "Rename", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("listitem").filter({ hasText: trips }).getByText("2 videos")).toBeVisible();
    await page.getByRole("button", { name: `Delete category: ${trips}` }).click();
    await expect(dialog.getByText("Its 2 videos stay in the library")).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await dialog.getByLabel("Move its videos to").selectOption(talks);
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("2 videos were moved.")).toBeVisible();
    expect((await rows()).map(({ category }) => category)).toEqual([talks, talks]);
    await page.getByRole("button", { name: `Delete category: ${talks}` }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: talks })).toHaveCount(0);
    expect((await rows()).map(({ category }) => category)).toEqual(["", ""]);
  });
});
