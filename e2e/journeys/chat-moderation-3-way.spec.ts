import { randomUUID } from "node:crypto";
import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { RoomPage } from "@/e2e/pages/room";

/** Pages that the server makes anew: slow machines get their time. */
const patient = expect.configure({ timeout: 60_000 });

test("slow mode keeps a draft, a reported message is removed by a moderator, and two people go on alone", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const hostName = `Ada ${randomUUID().slice(0, 8)}`;
  const [ada, grace, moderator] = await Promise.all([newPerson({ name: hostName }), newPerson({ name: "Grace" }), newPerson({ role: "moderator" })]);
  const { id, slug } = await createRoomWith([[ada, "owner"], [grace, "member"]], { configuration: { slow_mode_seconds: 600 } });
  const [host, guest] = [new RoomPage(await openPage(ada)), new RoomPage(await openPage(grace))];
  await Promise.all([host.open(slug), guest.open(slug)]);

  await test.step("who has written waits and keeps what they type; the host does not, and when it is turned off the draft goes out", async () => {
    await expect(guest.page.getByText("Slow mode: 10 minutes between two messages.")).toBeVisible();
    await guest.send("My first word");
    await expect(host.log.getByText("My first word")).toBeVisible();
    await patient(guest.page.getByText(/^Slow mode: you can write again in \d+:\d\d\.$/)).toBeVisible();
    await guest.send("My second word");
    await expect(guest.page.getByRole("button", { name: "Send" })).toBeDisabled();
    await expect(guest.composer).toHaveValue("My second word");
    await host.send("Something that hurts");
    await host.send("And once more");
    await expect(guest.log.getByText("And once more")).toBeVisible();
    const changed = await host.page.request.patch(`/api/rooms/${id}/`, { data: { configuration: { slow_mode_seconds: 0 } } });
    expect(changed.status()).toBe(200);
    await patient(guest.page.getByRole("button", { name: "Send" })).toBeEnabled();
    await guest.composer.press("Enter");
    await expect(host.log.getByText("My second word")).toBeVisible();
  });

  await test.step("she reports a message; a moderator sees it with what stood around it, and removes it", async () => {
    await guest.line("Something that hurts").getByRole("button", { name: /^What to do with the message of/ }).press("Enter");
    await guest.page.getByRole("menuitem", { name: "Report" }).press("Enter");
    const dialog = guest.page.getByRole("dialog", { name: "Report this message" });
    await dialog.getByRole("radio", { name: "Insults or harassment" }).check();
    await dialog.getByRole("textbox", { name: /What moderators should know/ }).fill("Not for the first time");
    expect(await findings(guest.page)).toEqual([]);
    await dialog.getByRole("button", { name: "Report" }).click();
    await patient(guest.page.getByText("Reported. Moderators will look at it.")).toBeVisible();
    const desk = await openPage(moderator);
    await desk.goto("/admin/reports");
    const row = desk.getByRole("row").filter({ hasText: hostName });
    await expect(row).toContainText("Open");
    expect(await findings(desk)).toEqual([]);
    await row.getByRole("link", { name: "Insults or harassment" }).click();
    await patient(desk.getByRole("heading", { level: 1, name: "Insults or harassment" })).toBeVisible();
    await expect(desk.getByText("My first word")).toBeVisible();
    await expect(desk.getByText("Not for the first time")).toBeVisible();
    await desk.getByRole("checkbox", { name: /Remove the message/ }).check();
    expect(await findings(desk)).toEqual([]);
    await desk.getByRole("button", { name: "Decide" }).click();
    await patient(desk.getByText("Message removed")).toBeVisible();
    for (const { log } of [guest, host]) {
      await patient(log.getByText("A moderator removed this message.")).toBeVisible();
      await expect(log.getByText("Something that hurts")).toHaveCount(0);
    }
  });

  await test.step("she writes to the host alone; he sees it among his rooms, and mutes it", async () => {
    await guest.page.getByRole("complementary", { name: "People" }).getByRole("button", { name: `Write to ${hostName}` }).click();
    await patient(guest.page.getByRole("heading", { level: 1, name: hostName })).toBeVisible();
    await expect(guest.page.getByText(`Only you and ${hostName} read this.`)).toBeVisible();
    await guest.ready();
    await expect(guest.page.getByRole("link", { name: "Join call" })).toHaveCount(0);
    await guest.send("Between the two of us");
    await expect(guest.log.getByText("Sending")).toHaveCount(0);
    expect(await findings(guest.page)).toEqual([]);
    await host.page.goto("/rooms");
    const item = host.page.getByRole("main").getByRole("listitem").filter({ hasText: "Between the two of us" });
    await expect(item.getByRole("link")).toContainText("Grace");
    await expect(item).toContainText("1 unread");
    const saved = host.page.waitForResponse((response) => response.url().endsWith("/mute/"));
    await item.getByRole("button", { name: "Mute Grace" }).click();
    expect((await saved).status()).toBe(204);
    await expect(item.getByRole("button", { name: "Unmute Grace" })).toHaveAttribute("aria-pressed", "true");
    await expect(item).not.toContainText("unread");
    await host.page.reload();
    await expect(item.getByRole("button", { name: "Unmute Grace" })).toBeVisible();
    await item.getByRole("link").click();
    await patient(host.page.getByRole("heading", { level: 1, name: "Grace" })).toBeVisible();
    await expect(host.log.getByText("Between the two of us")).toBeVisible();
  });

  await test.step("he finds what was said in all of his rooms, and comes to its place", async () => {
    await host.page.goto("/search");
    const form = host.page.getByRole("main").getByRole("search");
    await form.getByLabel("Words").fill("word");
    await form.getByLabel("Room").selectOption(String(id));
    await form.getByRole("button", { name: "Search" }).click();
    const found = host.page.getByRole("list", { name: "Found messages" });
    await patient(found.getByRole("listitem")).toHaveCount(2);
    await found.getByRole("link").filter({ hasText: "My first word" }).click();
    await host.ready();
    await patient(host.line("My first word")).toBeFocused();
  });
});
