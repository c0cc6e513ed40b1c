import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { newVideo } from "@/e2e/media/library";
import { CallView } from "@/e2e/pages/call";
import { expectStanding, expectTogether, WatchView } from "@/e2e/pages/watch";
import { addCaption } from "@/lib/videos/commands/change-captions";

test("a host shows a video to the call: everyone is at the same second, a guest who comes late too, and nobody keeps it afterwards", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada", role: "moderator" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const title = `Harbour ${ada.userId}`;
  // It is made while they come in.
  const making = newVideo(ada, title, 200);
  const [host, other] = [await CallView.open(await openPage(ada), slug), await CallView.open(await openPage(grace), slug)];
  await host.enter({ microphone: false, camera: false });
  await other.enter({ microphone: false, camera: false });
  const videoId = await making;
  const { url: captions } = await addCaption(ada, videoId, { language: "en", label: "English" }, new TextEncoder().encode("WEBVTT\n\n00:00.000 --> 03:10.000\nAhoy, harbour\n"));
  const [shown, seen] = [new WatchView(host.page, title), new WatchView(other.page, title)];

  await test.step("she finds it among her videos; it stands at its start for both", async () => {
    await host.page.getByRole("button", { name: "More", exact: true }).click();
    await host.page.getByRole("menuitem", { name: "Watch a video together" }).click();
    const dialog = host.page.getByRole("dialog", { name: "Watch a video together" });
    await dialog.getByLabel("Search").fill(title.toUpperCase());
    await expect(dialog.getByRole("button", { name: title })).toBeVisible();
    expect(await findings(host.page)).toEqual([]);
    await dialog.getByRole("button", { name: title }).click();
    await expect(dialog).toBeHidden();
    for (const view of [shown, seen]) await expect(view.video).toBeVisible();
    expect(await expectStanding([shown, seen])).toBeLessThan(0.5);
  });

  await test.step("she plays it, and both move together", async () => {
    await shown.frame.getByRole("group", { name: "Player controls" }).getByRole("button", { name: "Play for everyone" }).click();
    await expectTogether([shown, seen], 1);
  });

  await test.step("a member steers nothing, whatever they send", async () => {
    await expect(seen.frame.getByRole("button", { name: /for everyone|Stop showing/ })).toHaveCount(0);
    await expect(seen.frame.getByRole("slider", { name: "Position" })).toHaveCount(0);
    const headers = { origin: process.env.APP_URL as string };
    const answers = [
      await other.page.request.patch(`/api/rooms/${slug}/call/watch/`, { data: { video_id: videoId, playing: false }, headers }),
      await other.page.request.delete(`/api/rooms/${slug}/call/watch/`, { headers }),
      await other.page.request.post(`/api/rooms/${slug}/call/watch/`, { data: { video_id: videoId }, headers }),
    ];
    expect(answers.map((answer) => answer.status())).toEqual([403, 403, 403]);
  });

  await test.step("she goes to another place, and both are there", async () => {
    await shown.seek(30);
    await expectTogether([shown, seen], 30);
  });

  const late = await CallView.open(await openPage(null), slug);
  const lateSeen = new WatchView(late.page, title);
  await test.step("a guest who comes late lands at the right second", async () => {
    await late.page.getByLabel("Your name").fill("Linus");
    await late.enter({ microphone: false, camera: false });
    await expectTogether([shown, seen, lateSeen], 30);
  });

  await test.step("the guest has captions for themself, and takes them away again", async () => {
    const choose = async (entry: string) => {
      await lateSeen.frame.getByRole("button", { name: "Video options" }).click();
      await late.page.getByRole("menuitem", { name: entry }).click();
    };
    await choose("Captions: English");
    await expect(lateSeen.frame.getByText("Ahoy, harbour")).toBeVisible();
    await expect(shown.frame.getByText("Ahoy, harbour")).toHaveCount(0);
    await choose("Captions off");
    await expect(lateSeen.frame.getByText("Ahoy, harbour")).toHaveCount(0);
    await choose("Captions: English");
  });

  await test.step("she pauses, and all stand at the same picture; a browser that loads again finds it there", async () => {
    await shown.frame.getByRole("button", { name: "Pause for everyone" }).click();
    const at = await expectStanding([shown, seen, lateSeen]);
    expect(await findings(late.page)).toEqual([]);
    await other.page.reload();
    await other.enter({ microphone: false, camera: false });
    expect(Math.abs((await expectStanding([seen, shown])) - at)).toBeLessThan(0.5);
  });

  await test.step("she stops, and nobody gets another piece of it", async () => {
    const playlist = `/api/video/${videoId}/master.m3u8`;
    for (const file of [playlist, captions]) expect((await late.page.request.get(file)).status(), file).toBe(200);
    await shown.frame.getByRole("button", { name: "Stop showing" }).click();
    for (const view of [shown, seen, lateSeen]) await expect(view.frame).toHaveCount(0);
    for (const file of [playlist, captions]) expect([(await late.page.request.get(file)).status(), (await other.page.request.get(file)).status()], file).toEqual([401, 404]);
  });
});
