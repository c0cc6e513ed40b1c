import { createRoomWith } from "@/db/factories";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";
import { NotesView } from "@/e2e/pages/notes";

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
});
