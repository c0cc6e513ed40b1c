import type { Page } from "@playwright/test";
import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, giveSession, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

/** Until a first frame comes, two encoders and two decoders share a busy machine. */
const patience = { timeout: 90_000 };

/** Every address that a page asks for, with what it sends. */
function noteRequests(page: Page): string[] {
  const noted: string[] = [];
  page.on("request", (request) => noted.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`));
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => noted.push(payload.toString())));
  return noted;
}

/** Opens the call's door by an address that may hold more than the room. */
async function openAt(page: Page, slug: string, rest = ""): Promise<CallView> {
  const view = await CallView.open(page, slug);
  if (rest !== "") {
    await page.goto("/connection-test");
    await page.goto(`/r/${slug}/call${rest}`);
    await expect(view.join).toBeVisible();
  }
  return view;
}

test("in an encrypted room the right passphrase opens sound and picture, a wrong one opens nothing, and the server hears of none", async ({ newPerson, openBrowser, openPage }) => {
  const passphrase = "bluebird over the harbour";
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]], { configuration: { encryption: true } });
  const [adaPage, gracePage] = [await openPage(ada, { permissions: ["camera", "microphone", "clipboard-read", "clipboard-write"] }), await openPage(grace)];
  const sent = [noteRequests(adaPage), noteRequests(gracePage)];

  const host = await openAt(adaPage, slug);
  let link = "";
  await test.step("without a passphrase nobody comes in; a host types one and copies the link with it", async () => {
    await expect(adaPage.getByRole("heading", { name: "This call is encrypted end to end" })).toBeVisible();
    await host.join.click();
    await expect(adaPage.getByText("Enter the passphrase of this call.")).toBeVisible();
    expect(await findings(adaPage)).toEqual([]);
    await adaPage.getByLabel("Passphrase").fill(passphrase);
    await adaPage.getByRole("button", { name: "Copy link with passphrase" }).click();
    await expect(adaPage.getByText("The link was copied.")).toBeVisible();
    link = await adaPage.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${process.env.APP_URL}/r/${slug}/call#key=${encodeURIComponent(passphrase)}`);
    await host.enter();
  });

  const other = await openAt(gracePage, slug, "#key=another%20passphrase");
  await test.step("with a wrong one the other side is neither seen nor heard, and it is said", async () => {
    await expect(gracePage.getByLabel("Passphrase")).toHaveValue("another passphrase");
    await expect.poll(() => new URL(gracePage.url()).hash, { message: "the address has lost it" }).toBe("");
    await other.enter();
    for (const [call, person] of [[host, grace], [other, ada]] as const) {
      await expect(call.tileOf(`u${person.userId}`).getByText("Cannot be decrypted")).toBeVisible(patience);
      await expect(call.page.getByText(`${person.userId === ada.userId ? "Ada" : "Grace"} cannot be decrypted.`)).toBeVisible(patience);
      await expect(call.page.getByRole("button", { name: "Not everything is encrypted or can be decrypted" })).toBeVisible();
    }
    // Bytes come, pictures do not.
    expect((await other.received()).framesDecoded).toBe(0);
    expect((await host.received()).framesDecoded).toBe(0);
  });

  await test.step("typed again within the call, both see and hear each other", async () => {
    await gracePage.getByRole("button", { name: "Type it again" }).click();
    const dialog = gracePage.getByRole("dialog", { name: "This call is encrypted end to end" });
    await dialog.getByLabel("Passphrase").fill(passphrase);
    await dialog.getByRole("button", { name: "Use this passphrase" }).click();
    await host.expectMovingVideo();
    await other.expectMovingVideo();
    await other.expectSound();
    for (const call of [host, other]) {
      await expect(call.page.getByText("Cannot be decrypted")).toHaveCount(0, patience);
      await expect(call.page.getByRole("button", { name: "Encrypted end to end", exact: true })).toBeVisible(patience);
    }
  });

  await test.step("an invitation's passphrase is still there after the way over the sign-in page", async () => {
    const linus = await newPerson({ name: "Linus" });
    const closed = await createRoomWith([[ada, "owner"]], { accessLevel: "authenticated", configuration: { encryption: true } });
    const browser = await openBrowser(null);
    const page = await browser.newPage();
    sent.push(noteRequests(page));
    await page.goto(`/r/${closed.slug}/call#key=${encodeURIComponent(passphrase)}`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect.poll(() => new URL(page.url()).hash, { message: "the address has lost it" }).toBe("");
    await giveSession(browser, linus);
    await page.goto(`/r/${closed.slug}/call`);
    await expect(page.getByLabel("Passphrase")).toHaveValue(passphrase);
  });

  await test.step("a client that knows nothing of encryption gets bytes from the server, and no picture", async () => {
    // The door of a room without encryption, and behind it the key to this one: what the server forwards is all that it has.
    const mallory = await newPerson({ name: "Mallory" });
    const open = await createRoomWith([[mallory, "owner"]]);
    const page = await openPage(mallory);
    await page.route(`**/api/rooms/${open.slug}/token/`, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace(open.slug, slug) });
      const { encrypted: _told, ...key } = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: key });
    });
    const blind = await CallView.open(page, open.slug);
    await blind.enter({ microphone: false, camera: false });
    const arrived = async () =>
      page.evaluate(async () => {
        const sum = { bytes: 0, frames: 0, decoded: 0 };
        for (const connection of (window as unknown as { connectionsOfTest: RTCPeerConnection[] }).connectionsOfTest) {
          for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
            if (report.type !== "inbound-rtp") continue;
            sum.bytes += Number(report.bytesReceived ?? 0);
            sum.frames += Number(report.framesReceived ?? 0);
            sum.decoded += Number(report.framesDecoded ?? 0);
          }
        }
        return sum;
      });
    await expect.poll(async () => (await arrived()).bytes, { message: "bytes from the server", timeout: 90_000 }).toBeGreaterThan(20_000);
    const { frames, decoded } = await arrived();
    // A decoder takes noise for a picture now and then.
    expect(decoded).toBeLessThanOrEqual(frames / 4);
  });

  const told = sent.flat().filter((each) => each.includes(passphrase) || each.includes(encodeURIComponent(passphrase)) || each.includes("another passphrase") || each.includes("another%20passphrase"));
  expect(told).toEqual([]);
});
