import { createRoomWith } from "@/db/factories";
import { findings } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";
import { CallView } from "@/e2e/pages/call";

test("hands, signs, a wish to speak and a spotlight reach the other side of a call", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]]);
  const [host, other] = [await CallView.open(await openPage(ada), slug), await CallView.open(await openPage(grace), slug)];
  await host.enter({ microphone: false, camera: false });
  await other.losePackets(0);
  await other.enter({ microphone: false, camera: false });
  const graceTile = host.tileOf(`u${grace.userId}`);
  await expect(graceTile).toBeVisible();

  await test.step("parts whose code does not come leave the call as it is, say so, and come when they are tried again", async () => {
    const { page } = host;
    const notice = page.getByRole("region", { name: "Notices" }).getByRole("listitem").filter({ hasText: "That could not be opened. Check your connection, then try again." });
    const code = "**/_next/static/chunks/**";
    await page.route(code, (route) => route.abort());
    await page.keyboard.press("?");
    // Under the pointer it stays.
    await notice.getByRole("button", { name: "Try again" }).hover();
    await expect(host.leave).toBeVisible();
    await page.unroute(code);
    await notice.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(notice).toHaveCount(0);

    await page.route(code, (route) => route.abort());
    await page.getByRole("button", { name: "Open chat" }).click();
    const chat = page.getByRole("complementary");
    await expect(chat.getByRole("alert")).toContainText("This part could not be loaded");
    await page.getByRole("button", { name: "React", exact: true }).click();
    await notice.getByRole("button", { name: "Try again" }).hover();
    await expect(page.getByRole("button", { name: "React", exact: true })).toHaveAttribute("aria-expanded", "false");
    expect(await findings(page)).toEqual([]);
    await page.unroute(code);
    await notice.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("menuitem", { name: "Applause" })).toBeVisible();
    await page.keyboard.press("Escape");
    await chat.getByRole("button", { name: "Try again" }).click();
    await expect(chat.getByRole("textbox")).toBeVisible();
    await page.getByRole("button", { name: "Close chat" }).first().click();
    await expect(graceTile).toBeVisible();
  });

  await test.step("a hand is seen with its place, and a host takes it down", async () => {
    await other.page.getByRole("button", { name: "Raise your hand" }).click();
    await expect(graceTile.getByRole("img", { name: "Grace raised a hand, number 1" })).toBeVisible();
    await expect(other.page.getByRole("button", { name: "Lower your hand" })).toBeVisible();
    await host.page.getByRole("button", { name: "Raise your hand" }).click();
    await expect(other.tileOf(`u${ada.userId}`).getByRole("img", { name: "Ada raised a hand, number 2" })).toBeVisible();
    await host.page.getByRole("button", { name: "Open people" }).click();
    await host.page.getByRole("button", { name: "More for hosts" }).click();
    await host.page.getByRole("menuitem", { name: "Lower all hands" }).click();
    await expect(other.page.getByRole("button", { name: "Raise your hand" })).toBeVisible();
    await expect(host.page.getByRole("img", { name: /raised a hand/ })).toHaveCount(0);
  });

  await test.step("nobody is unmuted from afar: they are asked, and do it themselves", async () => {
    await host.page.getByRole("button", { name: "More about Grace" }).click();
    await host.page.getByRole("menuitem", { name: "Ask to turn on microphone" }).click();
    const asked = other.page.getByRole("alertdialog", { name: "Ada asks you to turn on your microphone." });
    await expect(other.page.getByRole("button", { name: "Turn on microphone" })).toBeVisible();
    await asked.getByRole("button", { name: "Turn it on" }).click();
    await expect(other.page.getByRole("button", { name: "Turn off microphone" })).toBeVisible();
    await host.expectSound();
    // It takes a while until it counts as bad: meanwhile the next step.
    await other.losePackets(40);
  });

  await test.step("a spotlight makes one person large for everyone until it is taken away", async () => {
    await host.page.getByRole("button", { name: "More about Grace" }).click();
    await host.page.getByRole("menuitem", { name: "Show large for everyone" }).click();
    for (const call of [host, other]) await expect(call.page.getByRole("list", { name: "In focus" }).locator(`[data-identity="u${grace.userId}"]`)).toBeVisible();
    await host.page.getByRole("button", { name: "More about Grace" }).click();
    await host.page.getByRole("menuitem", { name: "No longer show large" }).click();
    for (const call of [host, other]) await expect(call.page.getByRole("list", { name: "In focus" })).toHaveCount(0);
  });

  await test.step("a bad line is marked on the tile of whoever has it, and told to them in words", async () => {
    await expect(graceTile.getByRole("img", { name: "The connection of Grace is poor" })).toBeVisible({ timeout: 120_000 });
    await expect(other.page.getByText("Your connection is poor: pictures may freeze.")).toBeVisible({ timeout: 60_000 });
    expect(await findings(host.page)).toEqual([]);
    await other.losePackets(0);
  });

  await test.step("a sign floats over the other's call, with the name", async () => {
    // It is gone after four seconds: noted as it comes.
    const seen = host.page.waitForFunction(() => document.querySelector(".reaction")?.textContent, null, { timeout: 60_000 });
    await other.page.getByRole("button", { name: "React", exact: true }).click();
    await other.page.getByRole("menuitem", { name: "Applause" }).click();
    expect(await (await seen).jsonValue()).toBe("👏Grace");
    await expect(host.page.locator(".reaction")).toHaveCount(0);
  });

  await test.step("a member who calls a host's endpoint is refused, whatever the page shows", async () => {
    const bodies = { "hands/lower": {}, spotlight: { identity: `u${grace.userId}` }, ask: { identity: `u${ada.userId}`, source: "camera" } };
    const answers = [];
    for (const [path, data] of Object.entries(bodies)) answers.push((await other.page.request.post(`/api/rooms/${slug}/call/${path}/`, { data })).status());
    expect(answers).toEqual([403, 403, 403]);
  });

  await test.step("a line that is good again has no mark", async () => {
    await expect(graceTile.getByRole("img", { name: "The connection of Grace is poor" })).toHaveCount(0, { timeout: 120_000 });
  });
});
