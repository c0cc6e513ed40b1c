import { createRoomWith } from "@/db/factories";
import { expect, newestMailTo, test } from "@/e2e/fixtures";
import { findings } from "@/e2e/a11y/axe";
import { RoomPage } from "@/e2e/pages/room";

test("a host invites by mail; a newcomer registers on the way and is in the room; the link opens it to nobody else", async ({ newPerson, openPage, openBrowser }) => {
  test.setTimeout(300_000);
  const stamp = Date.now();
  const [host, other] = [await newPerson({ name: "Hedy Host" }), await newPerson({ name: "Otto Other" })];
  const { slug } = await createRoomWith([[host, "owner"]], { name: `Atelier ${stamp}`, accessLevel: "restricted" });
  const [email, second] = [`ida-${stamp}@example.test`, `second-${stamp}@example.test`];
  const members = await openPage(host);

  await test.step("invite two, take one back, undo", async () => {
    await members.goto(`/r/${slug}/members`);
    await members.getByLabel("Invite by mail").last().fill(`Ida <${email}>, ${second}`);
    await members.getByRole("button", { name: "Invite", exact: true }).click();
    const open = members.getByRole("region", { name: "2 open invitations" });
    await expect(open.getByText(email)).toBeVisible();
    await members.getByRole("button", { name: `Take back the invitation for ${second}` }).click();
    await expect(members.getByRole("region", { name: "One open invitation" })).toBeVisible();
    await members.getByRole("button", { name: "Undo" }).click();
    await expect(open.getByText(second)).toBeVisible();
    expect(await findings(members)).toEqual([]);
  });

  const link = /https?:\/\/\S+\/invitation\/[\w-]+/.exec((await newestMailTo(email)).text)?.[0] ?? "/the-mail-has-no-link";
  await test.step("another account gets nothing by it", async () => {
    const page = await openPage(other);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This invitation is for another address" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Join room" })).toHaveCount(0);
    expect(await page.content()).not.toContain(email);
  });

  await test.step("the newcomer registers, comes back and joins", async () => {
    const page = await (await openBrowser(null)).newPage();
    await page.goto(link);
    await page.getByRole("link", { name: "Create account" }).click();
    const password = `three quiet otters ${stamp}`;
    await page.getByLabel("Name").fill("Ida Invited");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByLabel("Repeat the password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    let activation: string | undefined;
    await expect.poll(async () => (activation = /https?:\/\/\S+\/activate\/\S+/.exec((await newestMailTo(email)).text)?.[0])).toBeDefined();
    await page.goto(activation!);
    await page.getByRole("button", { name: "Confirm address" }).click();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { name: `Invitation to “Atelier ${stamp}”` })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Join room" }).click();
    const room = new RoomPage(page);
    await room.ready();
    await expect(room.log.getByText("Ida Invited joined")).toBeVisible();
    await page.reload();
    await expect(room.log.getByText("Ida Invited joined")).toBeVisible();
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "You are in this room" })).toBeVisible();
  });

  await test.step("the host sees them among the members, and one invitation left", async () => {
    await members.reload();
    await expect(members.getByRole("combobox", { name: "Role of Ida Invited" })).toBeVisible();
    await expect(members.getByRole("region", { name: "One open invitation" }).getByText(second)).toBeVisible();
  });
});
