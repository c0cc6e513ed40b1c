import { and, eq, sql } from "drizzle-orm";
import * as Y from "yjs";
import { db } from "@/db/client";
import { createRoomWith } from "@/db/factories";
import { roomNote, roomNoteChange } from "@/db/schema/notes";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";
import { NotesView } from "@/e2e/pages/notes";
import { settings } from "@/lib/core/settings";
import { readNotes } from "@/lib/notes/queries";
import { changeOf } from "@/lib/notes/testing";
import { notesTopic } from "@/lib/notes/wake";
import { publish } from "@/lib/platform/listen";

test("two people write one page, one of them without a connection for a while; both have the same, also after a reload and in the file", async ({ newPerson, openBrowser, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug, id } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const away = await openBrowser(grace, views["a phone in the dark"]);
  const [hers, theirs] = [new NotesView(await openPage(ada, views["a laptop in light"])), new NotesView(await away.newPage())];
  await hers.open(slug);
  await theirs.open(slug);
  await expect(hers.region.getByText("Write what everyone here should find later.")).toBeVisible();

  await hers.text.pressSequentially("## Agenda");
  await expect(hers.text.getByRole("heading", { name: "Agenda" })).toBeVisible();
  await hers.expectState("saved");
  await expect(theirs.text.getByRole("heading", { name: "Agenda" })).toBeVisible();
  await theirs.text.press("Control+End");
  // Grace's cursor stands in Ada's text under her name.
  await expect(hers.text.locator(".note-cursor").getByText("Grace")).toBeAttached();

  await away.setOffline(true);
  await theirs.expectState("offlineSaved");
  await theirs.write("written in a tunnel");
  await theirs.expectState("offline");
  await hers.write("written meanwhile");
  await hers.expectState("saved");
  await away.setOffline(false);
  await theirs.expectState("saved");
  await expect.poll(() => hers.paragraphs()).toHaveLength(3);
  await expect.poll(() => theirs.paragraphs()).toEqual(await hers.paragraphs());
  const all = await hers.paragraphs();
  expect([...all].sort()).toEqual(["Agenda", "written in a tunnel", "written meanwhile"]);

  // Undoing takes back one's own, not what others wrote.
  await hers.region.getByRole("button", { name: "Undo my change" }).click();
  await expect.poll(() => hers.paragraphs()).not.toContain("written meanwhile");
  expect(await hers.paragraphs()).toContain("written in a tunnel");
  await hers.region.getByRole("button", { name: "Do it again" }).click();
  await expect.poll(() => hers.paragraphs()).toEqual(all);
  await hers.expectState("saved");

  await theirs.page.reload();
  await expect.poll(() => theirs.paragraphs()).toEqual(all);
  expect([await findings(hers.page), await findings(theirs.page)]).toEqual([[], []]);
  const file = await hers.page.request.get(`/api/rooms/${id}/notes/`);
  expect([file.status(), (await file.text()).startsWith("## Agenda\n")]).toEqual([200, true]);

  // Beside the call it is the same page. The letters that are keys of the call are letters here.
  const call = await CallView.open(hers.page, slug);
  await call.enter({ microphone: false, camera: false });
  await hers.page.getByRole("button", { name: "Open notes" }).click();
  await expect.poll(() => hers.paragraphs()).toEqual(all);
  await hers.write("Said in the call: never mind");
  await hers.expectState("saved");
  await expect.poll(() => theirs.paragraphs()).toEqual([...all, "Said in the call: never mind"]);
  expect(await findings(hers.page)).toEqual([]);

  await test.step("in full notes nothing more is written: it is said, and what did not fit can be given up", async () => {
    const { content } = await readNotes(id);
    const full = new Y.Doc();
    Y.applyUpdate(full, content);
    full.getText("beside the page").insert(0, "x".repeat(settings.notesMaxBytes + settings.notesSpareBytes));
    const keep = async (merged: Uint8Array) => db().update(roomNote).set({ merged, mergedSequence: sql`${roomNote.sequence}`, sizeBytes: merged.length }).where(eq(roomNote.roomId, id));
    const before = await hers.paragraphs();
    await keep(changeOf(full));
    await hers.write("Too much");
    await expect(hers.region.getByRole("alert")).toContainText("These notes are full");
    // What was typed on after that is no key of the call either.
    await expect(hers.page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
    await expect(hers.text).toHaveAttribute("contenteditable", "false");
    expect(await findings(hers.page)).toEqual([]);
    await keep(content);
    await hers.region.getByRole("button", { name: "Discard what is not saved" }).click();
    await hers.expectState("saved");
    await expect.poll(() => hers.paragraphs()).toEqual(before);
  });

  await test.step("where something came that cannot be read nobody writes on half of it, and another try brings the whole", async () => {
    const unreadable = Buffer.from([9, 9, 9, 9]);
    const [row] = await db().update(roomNote).set({ sequence: sql`${roomNote.sequence} + 1` }).where(eq(roomNote.roomId, id)).returning();
    await db().insert(roomNoteChange).values({ roomId: id, sequence: row!.sequence, content: unreadable });
    await publish(notesTopic, [id, row!.sequence]);
    for (const { region, text, page } of [hers, theirs]) {
      await expect(region.getByRole("alert")).toContainText("These notes could not be shown");
      await expect(text).toHaveAttribute("contenteditable", "false");
      expect(await findings(page)).toEqual([]);
    }
    await db().delete(roomNoteChange).where(and(eq(roomNoteChange.roomId, id), eq(roomNoteChange.content, unreadable)));
    for (const notes of [hers, theirs]) {
      await notes.region.getByRole("button", { name: "Try again" }).click();
      await notes.expectState("saved");
    }
    await theirs.write("After what nobody can read");
    for (const notes of [hers, theirs]) await expect.poll(() => notes.paragraphs()).toEqual([...all, "Said in the call: never mind", "After what nobody can read"]);
  });

  await test.step("whose session ends is told that the notes are closed", async () => {
    const out = await theirs.page.request.post("/api/logout/", { headers: { origin: process.env.APP_URL as string } });
    expect(out.status()).toBe(200);
    await expect(theirs.region.getByRole("alert")).toContainText("These notes are closed to you");
    await expect(theirs.text).toHaveAttribute("contenteditable", "false");
    expect(await findings(theirs.page)).toEqual([]);
  });
});
