import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { enterWriters, type Claim } from "@/e2e/media/crowd";
import { CallView } from "@/e2e/pages/call";
import type { Page } from "@playwright/test";

/** Stands for the browser's own recognition, which needs its maker's service: hears what the test says. */
async function standInForRecognition(page: Page): Promise<(words: string, isFinal: boolean) => Promise<number>> {
  await page.addInitScript(() => {
    const running = new Set<{ onresult?: (event: unknown) => void }>();
    const said: { isFinal: boolean; 0: { transcript: string } }[] = [];
    class Recognition extends EventTarget {
      onresult?: (event: unknown) => void;
      start = () => void running.add(this);
      abort = () => void running.delete(this);
    }
    const say = (transcript: string, isFinal: boolean) => {
      if (said.at(-1)?.isFinal === false) said.pop();
      said.push({ isFinal, 0: { transcript } });
      for (const each of running) each.onresult?.({ resultIndex: said.length - 1, results: said });
      return running.size;
    };
    Object.assign(window, { SpeechRecognition: Recognition, sayInTest: say });
  });
  return (words, isFinal) => page.evaluate(([text, final]) => (window as unknown as { sayInTest: (text: string, final: boolean) => number }).sayInTest(text as string, final as boolean), [words, isFinal] as const);
}

test("what somebody's browser or a transcriber writes is read under the speaker's name, a forger's under their own; hosts find it with the call", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]], { accessLevel: "public" });
  const [hers, theirs] = [await openPage(ada), await openPage(grace)];
  const say = await standInForRecognition(theirs);
  const [reader, speaker] = [await CallView.open(hers, slug), await CallView.open(theirs, slug)];
  await reader.enter({ microphone: false, camera: false });
  await speaker.enter({ camera: false });
  await expect(reader.tileOf(`u${grace.userId}`)).toBeVisible();
  const captions = hers.getByRole("region", { name: "Captions" });
  const line = (name: string, words: string) => captions.getByText(`${name} ${words}`, { exact: true });
  // A line goes some seconds after it was said: said again until it was seen.
  const expectLine = (name: string, words: string, again: () => unknown) =>
    expect(async () => {
      await again();
      await expect.poll(() => line(name, words).count(), { timeout: 5000 }).toBeGreaterThan(0);
    }).toPass({ timeout: 60_000 });

  await hers.getByRole("button", { name: "Show captions" }).click();
  await expect(captions.getByText("Nobody’s words are written in this call yet.")).toBeVisible();
  await theirs.getByRole("button", { name: "More", exact: true }).click();
  await theirs.getByRole("menuitem", { name: "Caption settings" }).click();
  await expect(theirs.getByText("it may send your voice to its maker")).toBeVisible();
  await theirs.getByRole("switch", { name: "Write what I say" }).click();
  await theirs.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();
  await expect.poll(() => say("Good", false), { message: "recognition runs" }).toBe(1);
  await say("Good morning everyone", true);
  await expectLine("Grace", "And welcome", () => say("And welcome", true));
  expect(await findings(hers)).toEqual([]);

  const { write, leave } = await enterWriters(slug, "Mallory");
  // The transcriber is in the call too, and is nobody in it.
  await expect(reader.tiles).toHaveCount(3);
  await expect(hers.getByText(/· 3 people/)).toBeVisible();
  await expect(hers.getByText("Transcriber", { exact: true })).toHaveCount(0);
  const claim = (by: Claim["by"], text: string): Claim => ({ by, as: `u${grace.userId}`, segment: `${by}.1`, text });
  await expectLine("Grace", "Heard by a transcriber", () => write(claim("agent", "Heard by a transcriber")));
  // Whose words a transcriber writes is told so, also without reading captions.
  await theirs.getByRole("button", { name: "More", exact: true }).click();
  await theirs.getByRole("menuitem", { name: "Caption settings" }).click();
  await expect(theirs.getByRole("dialog").getByText("A transcriber writes what you say.")).toBeVisible();
  await expectLine("Mallory", "I never said that", () => write(claim("person", "I never said that")));
  await expect(line("Grace", "I never said that")).toHaveCount(0);
  await leave();

  const callOf = async () => ((await (await hers.request.get(`/api/rooms/${slug}/calls/`)).json()) as { results: { id: number; captions: boolean }[] }).results[0];
  await expect.poll(async () => (await callOf())?.captions).toBe(true);
  const { id } = (await callOf())!;
  const read = async () => (await hers.request.get(`/api/rooms/${slug}/calls/${id}/captions/`)).text();
  for (const words of ["Good morning everyone", "And welcome", "Heard by a transcriber"]) await expect.poll(read).toContain(`<v Grace>${words}</v>`);
  expect(await read()).not.toContain("I never said that");

  // How one reads along stays from visit to visit.
  await hers.getByRole("button", { name: "More", exact: true }).click();
  await hers.getByRole("menuitem", { name: "Caption settings" }).click();
  await hers.getByLabel("Place").selectOption({ label: "Above the pictures" });
  await hers.getByLabel("Size").selectOption({ label: "Large" });
  const again = await CallView.open(hers, slug);
  await again.enter({ microphone: false, camera: false });
  await expect(captions).toHaveAttribute("data-place", "top");
  await expect(captions).toHaveAttribute("data-size", "large");
});
