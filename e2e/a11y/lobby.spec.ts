import { createRoomWith } from "@/db/factories";
import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";

for (const [name, options] of Object.entries(views)) {
  test(`the waiting page and the host's list are clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const ada = await newPerson({ name: "Ada" });
    const { slug } = await createRoomWith([[ada, "owner"]], { accessLevel: "restricted", name: "Design review" });
    const [guest, host] = await Promise.all([openPage(null, options), openPage(ada, options)]);
    const found: Record<string, string[]> = {};
    await guest.goto(`/r/${slug}/call`);
    await guest.getByRole("textbox", { name: "Your name" }).fill("Grace");
    found.door = await findings(guest);
    await guest.getByRole("button", { name: "Ask to join" }).click();
    await guest.getByRole("textbox", { name: "Write to the hosts" }).fill("I am the new colleague.");
    await guest.getByRole("button", { name: "Send" }).click();
    await expect(guest.getByRole("log").getByText("I am the new colleague.")).toBeVisible();
    found.waiting = await findings(guest);

    await host.goto(`/r/${slug}/members`);
    const notices = host.getByRole("region", { name: "People who wait" });
    await expect(notices.getByRole("button", { name: "Show" })).toBeVisible();
    found.notice = await findings(host);
    await notices.getByRole("button", { name: "Later" }).click();
    await host.getByRole("button", { name: "1 waiting" }).click();
    const list = host.getByRole("dialog");
    await list.getByRole("button", { name: "Messages (1)" }).click();
    await expect(list.getByRole("log").getByText("I am the new colleague.")).toBeVisible();
    found.list = await findings(host, "dialog[open]");
    await list.getByRole("button", { name: "Block" }).click();
    found.question = await findings(host, "dialog[open]");
    await list.getByRole("button", { name: "Cancel" }).click();
    await list.getByRole("button", { name: "Not now" }).click();
    await expect(guest.getByRole("heading", { name: "You were not let in" })).toBeFocused();
    found.turnedAway = await findings(guest);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, []])));
  });
}
