import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { and, eq, lt } from "drizzle-orm";
import sharp from "sharp";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { message } from "@/db/schema/chat";
import { room, roomMember } from "@/db/schema/rooms";
import { expect, test } from "@/e2e/fixtures";
import { RoomPage } from "@/e2e/pages/room";
import { react } from "@/lib/chat/commands/react";

const nextTo = (count: number) => Array.from({ length: count }, (_, n) => `message ${n + 1}`);

test("a person makes a room, another joins by its link, and they write to each other", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const host = new RoomPage(await openPage(ada));
  await host.page.goto("/");
  await host.page.getByRole("link", { name: "New room" }).first().click();
  await host.page.getByRole("textbox", { name: "Name" }).fill(`Reading club ${ada.userId}`);
  await host.page.getByRole("button", { name: "Create room" }).click();
  await expect(host.page.getByRole("heading", { name: `Reading club ${ada.userId}` })).toBeVisible();
  await host.ready();

  const guest = new RoomPage(await openPage(grace));
  await guest.page.goto(new URL(host.page.url()).pathname);
  await expect(guest.log).toHaveCount(0);
  await guest.page.getByRole("button", { name: "Join room" }).click();
  await guest.ready();
  await expect(host.log.getByText("Grace joined")).toBeVisible();
  const people = host.page.getByRole("complementary", { name: "People" });
  await expect(people.getByText("Grace")).toBeVisible();
  await expect(people.getByRole("listitem").filter({ hasText: "Grace" })).toContainText("is here now");

  await host.send("Welcome <img src=x onerror=\"document.title='broken into'\"> https://example.org/a.");
  await expect(guest.log.getByText("Welcome <img")).toBeVisible();
  await expect(guest.log.getByRole("link", { name: "https://example.org/a" })).toHaveAttribute("rel", /noopener/);
  expect(await guest.log.locator("img").count()).toBe(0);
  await guest.composer.pressSequentially("Thank you");
  await expect(host.page.getByText("Grace is writing", { exact: true })).toBeVisible();
  await guest.composer.press("Enter");
  await expect(host.log.getByText("Thank you")).toBeVisible();
  await expect(host.page.getByText("Grace is writing", { exact: true })).toHaveCount(0);
  expect(await host.texts()).toEqual(await guest.texts());

  await test.step("one sets a sign to what the other wrote, by keyboard; the other joins in by a press, and takes it back", async () => {
    const picker = host.line("Thank you").getByRole("button", { name: /^React to the message of/ });
    await picker.press("Enter");
    await host.page.getByRole("menuitem", { name: "🎉" }).press("Enter");
    const sign = (who: RoomPage, count: number) => who.line("Thank you").getByRole("button", { name: new RegExp(`^🎉 ${count}, `) });
    await sign(guest, 1).click();
    await expect(sign(host, 2)).toHaveAccessibleName("🎉 2, Ada and Grace");
    await expect(sign(guest, 2)).toHaveAttribute("aria-pressed", "true");
    await sign(guest, 2).click();
    await expect(sign(host, 1)).toHaveAttribute("aria-pressed", "true");
    await guest.page.reload();
    await guest.ready();
    await expect(sign(guest, 1)).toHaveAttribute("aria-pressed", "false");
  });

  await test.step("one answers a message by its button, the other by keyboard; both see what is answered, and come to it by a press", async () => {
    await host.line("Thank you").getByRole("button", { name: /^Answer the message of/ }).press("Enter");
    await expect(host.composer).toBeFocused();
    await host.send("You are welcome");
    await expect(guest.line("You are welcome").getByRole("button", { name: "Answer to Grace: Thank you" })).toBeVisible();
    await guest.composer.press("Alt+ArrowUp");
    await guest.composer.press("Alt+ArrowUp");
    await guest.composer.press("Alt+ArrowDown");
    await guest.send("Indeed, `1 < 2`");
    await expect(host.line("Indeed").getByRole("button", { name: "Answer to Ada: You are welcome" })).toBeVisible();
    await expect(host.line("Indeed").locator("code")).toHaveText("1 < 2");
    await host.line("You are welcome").getByRole("button", { name: "Answer to Grace: Thank you" }).press("Enter");
    await expect(host.line("Thank you")).toBeFocused();
  });

  await test.step("she mends what she wrote, and both see it; the host takes it away, and a note stays", async () => {
    await guest.line("Thank you").getByRole("button", { name: /^What to do with the message of/ }).press("Enter");
    await guest.page.getByRole("menuitem", { name: "Edit" }).press("Enter");
    await guest.page.getByRole("textbox", { name: "Change the message" }).fill("Thank you both");
    await guest.page.getByRole("textbox", { name: "Change the message" }).press("Enter");
    for (const who of [guest, host]) await expect(who.line("Thank you both").getByText("Edited")).toBeVisible();
    const line = host.line("Thank you both");
    await line.hover();
    await line.getByRole("button", { name: /^What to do with the message of/ }).click();
    await host.page.getByRole("menuitem", { name: "Delete" }).click();
    await host.page.getByRole("dialog", { name: "Delete this message?" }).getByRole("button", { name: "Delete" }).click();
    for (const { log } of [guest, host]) {
      await expect(log.getByText("A host deleted this message.")).toBeVisible();
      await expect(log.getByText("Thank you both")).toHaveCount(0);
    }
    await guest.page.reload();
    await guest.ready();
    await expect(guest.log.getByText("A host deleted this message.")).toBeVisible();
    await expect(guest.line("You are welcome").getByRole("button", { name: "Answer to Grace: This message was deleted." })).toBeVisible();
  });

  await test.step("a picture that was chosen and a file that was dropped go with one message; the other opens and saves them; deleted, they are gone", async () => {
    const photo = await sharp({ create: { width: 1200, height: 900, channels: 3, background: "#3b7a8c" } }).jpeg().toBuffer();
    await host.page.locator("input[type=file][aria-label='Add files']").setInputFiles({ name: "tower.jpg", mimeType: "image/jpeg", buffer: photo });
    const dropped = await host.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["Meet at noon."], "plan.txt"));
      return transfer;
    });
    await host.composer.dispatchEvent("drop", { dataTransfer: dropped });
    const tray = host.page.getByRole("list", { name: "Files to send" });
    await expect(tray.getByRole("listitem")).toHaveCount(2);
    await expect(tray.getByRole("progressbar")).toHaveCount(0);
    await host.send("From the tower");
    await expect(tray.getByRole("listitem")).toHaveCount(0);
    const line = guest.line("From the tower");
    const [picture, file] = [line.getByRole("button", { name: "tower.jpg" }), line.getByRole("link", { name: "plan.txt" })];
    const widthOf = (image: Locator) => image.evaluate((element: HTMLImageElement) => (element.complete ? element.naturalWidth : 0));
    await expect.poll(() => widthOf(picture.getByRole("img"))).toBe(800);
    await picture.press("Enter");
    const viewer = guest.page.getByRole("dialog", { name: "tower.jpg" });
    await expect.poll(() => widthOf(viewer.getByRole("img", { name: "tower.jpg" }))).toBe(1200);
    await guest.page.keyboard.press("Escape");
    await expect(viewer).toHaveCount(0);
    const [download] = await Promise.all([guest.page.waitForEvent("download"), file.click()]);
    expect([download.suggestedFilename(), await readFile(await download.path(), "utf8")]).toEqual(["plan.txt", "Meet at noon."]);
    const address = (await file.getAttribute("href")) ?? "";
    const statusFor = () => guest.page.evaluate(async (url) => (await fetch(url)).status, address);
    expect(await statusFor()).toBe(200);
    await host.line("From the tower").getByRole("button", { name: /^What to do with the message of/ }).press("Enter");
    await host.page.getByRole("menuitem", { name: "Delete" }).press("Enter");
    await host.page.getByRole("dialog", { name: "Delete this message?" }).getByRole("button", { name: "Delete" }).click();
    await expect(picture).toHaveCount(0);
    await expect(file).toHaveCount(0);
    expect(await statusFor()).toBe(404);
  });

  await guest.page.getByRole("button", { name: "Leave room" }).first().click();
  await guest.page.getByRole("dialog").getByRole("button", { name: "Leave room" }).click();
  await expect(guest.page.getByRole("button", { name: "Join room" })).toBeVisible();
  await expect(host.log.getByText("Grace left")).toBeVisible();
});

test("what is written without a connection is kept, sent once it is back, and nothing is missed or doubled", async ({ newPerson, openBrowser, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const host = new RoomPage(await openPage(ada));
  const away = await openBrowser(grace);
  const guest = new RoomPage(await away.newPage());
  await host.open(slug);
  await guest.open(slug);

  await away.setOffline(true);
  await guest.send("written in a tunnel");
  await expect(guest.log.getByText("Not sent.")).toBeVisible();
  for (const text of nextTo(5)) await host.send(text);
  await expect.poll(() => host.texts()).toEqual(nextTo(5));
  await expect(host.log.getByText("Sending")).toHaveCount(0);
  await away.setOffline(false);
  const all = [...nextTo(5), "written in a tunnel"];
  await expect.poll(() => guest.texts()).toEqual(all);
  await expect.poll(() => host.texts()).toEqual(all);
  await guest.page.reload();
  await expect.poll(() => guest.texts()).toEqual(all);
});

test("two tabs of a person share one stream, and the second takes over when the first is closed", async ({ newPerson, openBrowser, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson(), newPerson()]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const browser = await openBrowser(grace);
  let streams = 0;
  browser.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/events" && request.method() === "GET") streams += 1;
  });
  const [first, second] = [new RoomPage(await browser.newPage()), new RoomPage(await browser.newPage())];
  await first.open(slug);
  await second.open(slug);
  const host = new RoomPage(await openPage(ada));
  await host.open(slug);
  await host.send("to both tabs");
  await expect(first.log.getByText("to both tabs")).toBeVisible();
  await expect(second.log.getByText("to both tabs")).toBeVisible();
  expect(streams).toBe(1);
  await first.page.close();
  await host.send("to the one that stays");
  await expect(second.log.getByText("to the one that stays")).toBeVisible();
  await expect.poll(() => streams).toBe(2);
});

test("older messages come as one scrolls up, the place stays, words and days are found, and a draft survives a reload", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada Lovelace" }), newPerson()]);
  const { id, slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  await db().insert(message).values(nextTo(120).map((content, n) => ({ roomId: id, version: n + 1, userId: ada.userId, content })));
  await db().update(room).set({ version: 120 }).where(eq(room.id, id));
  const own = new RoomPage(await openPage(ada));
  await own.open(slug);
  await expect(own.log.getByText("message 120", { exact: true })).toBeInViewport();
  expect(await own.texts()).toEqual(nextTo(120).slice(70));
  await own.log.hover();
  await expect(async () => {
    await own.page.mouse.wheel(0, -2000);
    await expect(own.log.getByText("message 1", { exact: true })).toBeInViewport({ timeout: 500 });
  }).toPass();
  const top = await own.texts();
  expect(top).toEqual(nextTo(120).slice(0, top.length));
  await own.page.getByRole("button", { name: "Go to the latest messages" }).click();
  await expect(own.log.getByText("message 120", { exact: true })).toBeInViewport();

  await test.step("who was away goes to the first unread message on a phone, and a long press says who set a sign", async () => {
    await db().update(roomMember).set({ readVersion: 5 }).where(and(eq(roomMember.roomId, id), eq(roomMember.userId, grace.userId)));
    const [sixth] = await db().select({ id: message.id }).from(message).where(and(eq(message.roomId, id), eq(message.version, 6)));
    await react(ada, { roomId: id, id: sixth!.id }, { emoji: "👍", on: true });
    const phone = new RoomPage(await openPage(grace, { viewport: { width: 390, height: 844 }, hasTouch: true }));
    await phone.open(slug);
    await expect(phone.log.getByText("message 120", { exact: true })).toBeInViewport();
    await phone.page.getByRole("button", { name: "First unread" }).tap();
    await expect(phone.log.getByText("message 6", { exact: true })).toBeInViewport();
    await expect(phone.log.getByText("New", { exact: true })).toBeInViewport();
    const sign = phone.log.getByRole("button", { name: "👍 1, Ada Lovelace" });
    const { x, y, width, height } = (await sign.boundingBox())!;
    const touch = await phone.page.context().newCDPSession(phone.page);
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: x + width / 2, y: y + height / 2 }] });
    await expect(phone.page.locator(".tooltip", { hasText: "Ada Lovelace" })).toBeVisible();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(sign).toHaveAttribute("aria-pressed", "false");
    await phone.page.context().close();
  });

  await test.step("a word leads to where it was said long ago, and from there one reads on in both directions", async () => {
    const old = new Date("2026-01-02T12:00:00Z");
    await db().insert(message).values(nextTo(900).map((content, n) => ({ roomId: id, version: n + 121, userId: ada.userId, content: n === 450 ? "the lighthouse" : `later ${content}`, createdAt: new Date(old.getTime() + n * 60_000) })));
    await db().update(message).set({ createdAt: old }).where(and(eq(message.roomId, id), lt(message.version, 121)));
    await db().update(room).set({ version: 1020 }).where(eq(room.id, id));
    await own.page.reload();
    await own.ready();
    await own.page.getByRole("button", { name: "Find messages" }).click();
    const find = own.page.getByRole("dialog", { name: "Find messages" });
    await find.getByRole("searchbox", { name: "Words" }).fill("LIGHTH");
    await find.getByRole("button", { name: /the lighthouse/ }).click();
    await expect(own.log.getByText("the lighthouse", { exact: true })).toBeInViewport();
    await own.log.hover();
    await expect(async () => {
      await own.page.mouse.wheel(0, 3000);
      await expect(own.log.getByText("later message 900", { exact: true })).toBeInViewport({ timeout: 500 });
    }).toPass();
    // Of a long list the page has what is near and what was looked for, without holes.
    await expect.poll(async () => (await own.texts()).length).toBeLessThan(150);
    const [kept, ...near] = await own.texts();
    expect([kept, near]).toEqual(["the lighthouse", nextTo(900).map((each) => `later ${each}`).slice(-near.length)]);
    const selected = await own.page.evaluateHandle(() => document.getSelection()!);
    await own.log.evaluate((list) => {
      const lines = [...list.querySelectorAll("li[data-version] p")];
      document.getSelection()?.setBaseAndExtent(lines[0]!, 0, lines.at(-1)!, 1);
    });
    await expect.poll(() => selected.evaluate((selection) => selection.toString().split("\n").includes("later message 700"))).toBe(true);
    await selected.evaluate((selection) => selection.empty());
    await own.page.getByRole("button", { name: "Find messages" }).click();
    await find.getByLabel("Go to a day").fill("2026-01-01");
    await find.getByRole("button", { name: "Go", exact: true }).click();
    await expect(own.log.getByText("message 1", { exact: true })).toBeInViewport();
    await own.send("written from far above");
    await expect(own.log.getByText("written from far above")).toBeInViewport();
    await expect(own.log.getByText("later message 900", { exact: true })).toBeVisible();
  });

  await own.composer.fill("not yet finished");
  await own.page.reload();
  await expect(own.composer).toHaveValue("not yet finished");
});

test("home counts what is unread, live, and apart who is named, until it is read", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson(), newPerson({ name: "Grace Hopper" })]);
  const { slug, name } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const home = await openPage(grace);
  await home.goto("/");
  const entry = home.getByRole("link", { name });
  await expect(entry).toBeVisible();
  const host = new RoomPage(await openPage(ada));
  await host.open(slug);
  await host.send("one");
  await host.composer.pressSequentially("two, @gr");
  const members = host.page.getByRole("listbox", { name: "Members to mention" });
  await expect(members.getByRole("option", { name: "Grace Hopper" })).toHaveAttribute("aria-selected", "true");
  await host.composer.press("Enter");
  await expect(host.composer).toHaveValue("two, @Grace Hopper ");
  await expect(members).toHaveCount(0);
  await host.composer.press("Enter");
  await expect(host.line("two, @Grace Hopper").locator("bdi", { hasText: "@Grace Hopper" })).toBeVisible();
  await expect(entry).toContainText("2 unread");
  await expect(entry).toContainText("1 naming you");
  await host.line("one").getByRole("button", { name: /^What to do with the message of/ }).press("Enter");
  await host.page.getByRole("menuitem", { name: "Edit" }).press("Enter");
  const editor = host.page.getByRole("textbox", { name: "Change the message" });
  await editor.pressSequentially(" and @gr");
  await expect(members.getByRole("option", { name: "Grace Hopper" })).toBeVisible();
  await editor.press("Enter");
  await expect(editor).toHaveValue("one and @Grace Hopper ");
  await editor.press("Enter");
  await expect(host.line("one and @Grace Hopper").locator("bdi", { hasText: "@Grace Hopper" })).toBeVisible();
  const read = home.waitForResponse((response) => response.url().endsWith("/read/") && response.status() === 204);
  await entry.click();
  await expect(home.getByRole("log").getByText("New", { exact: true })).toBeVisible();
  await read;
  const line = host.line("two, @Grace Hopper");
  await line.getByRole("button", { name: /^What to do with the message of/ }).press("Enter");
  await host.page.getByRole("menuitem", { name: "Seen by" }).press("Enter");
  await expect(host.page.getByRole("dialog", { name: "Seen by" }).getByText("Grace Hopper")).toBeVisible();
  await home.goto("/");
  await expect(entry).not.toContainText("unread");
  await expect(entry).not.toContainText("naming you");
});
