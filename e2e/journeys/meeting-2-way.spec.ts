import { eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { meeting, meetingOccurrence } from "@/db/schema/meetings";
import { room } from "@/db/schema/rooms";
import { expect, test } from "@/e2e/fixtures";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { planDue } from "@/lib/meetings/planning";

/** As if time had passed for one meeting: its row moves, the database's clock decides. */
async function startsIn(meetingId: number, seconds: number, minutes = 30): Promise<void> {
  await db()
    .update(meetingOccurrence)
    .set({ startsAt: sql`clock_timestamp() + make_interval(secs => ${seconds})`, endsAt: sql`clock_timestamp() + make_interval(secs => ${seconds}, mins => ${minutes})` })
    .where(eq(meetingOccurrence.meetingId, meetingId));
  await transaction((tx) => planDue(tx, meetingId));
}

const soon = () => new Date(Date.now() + 2 * 3600_000);
const timeOut = { timeout: 60_000 };

test("a meeting: made in the form, too early with a countdown, opened early by its host, extended, closed for all at its end", async ({ newPerson, openPage }) => {
  const [ada, grace] = await Promise.all([newPerson({ name: "Ada", timeZone: "Europe/Berlin" }), newPerson({ name: "Grace" })]);
  const host = await openPage(ada);
  await host.goto("/meetings/new");
  await host.getByLabel("Title").fill("Planning of the release");
  await host.getByRole("button", { name: "Schedule" }).click();
  await expect(host).toHaveURL(/\/meetings$/, timeOut);
  const row = host.getByRole("row", { name: /Planning of the release/ });
  await expect(row.getByText("Ada")).toBeVisible();
  await host.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await row.getByRole("button", { name: "Copy link" }).click();
  await expect(host.getByText("The link was copied.")).toBeVisible();
  const [made] = await db().select({ id: meeting.id, uuid: meeting.uuid }).from(meeting).where(eq(meeting.hostId, ada.userId));
  const address = `/m/planning-of-the-release-${made!.uuid}`;
  expect(new URL(await host.evaluate(() => navigator.clipboard.readText())).pathname).toBe(address);

  await startsIn(made!.id, 7200);
  const guest = await openPage(grace);
  await guest.goto(address);
  await expect(guest.getByRole("timer")).toHaveText(/Starts in (2 h 00|1 h 59) min \d\d s: this page opens by itself\./);
  await expect(guest.getByRole("button", { name: "Open now" })).toHaveCount(0);
  await host.goto(address);
  await host.getByRole("button", { name: "Open now" }).click();
  await expect(host).toHaveURL(/\/r\/[^/]+\/call$/, timeOut);
  await expect(guest).toHaveURL(/\/r\/[^/]+\/call$/, timeOut);

  await startsIn(made!.id, -60, 4);
  for (const page of [host, guest]) {
    await page.reload();
    await page.getByRole("button", { name: "Join", exact: true }).click(timeOut);
    await expect(page.getByRole("button", { name: "Leave", exact: true })).toBeVisible(timeOut);
  }
  await expect(guest.getByText(/This meeting ends in [12] min \d\d s/)).toBeVisible(timeOut);
  await expect(guest.getByRole("button", { name: "15 more minutes" })).toHaveCount(0);
  await host.getByRole("button", { name: "15 more minutes" }).click();
  await expect(host.getByText(/This meeting ends in/)).toHaveCount(0, timeOut);
  await expect(guest.getByText(/This meeting ends in/)).toHaveCount(0, timeOut);

  await startsIn(made!.id, -1200, 20);
  for (const page of [host, guest]) {
    await expect(page).toHaveURL(new RegExp(`${address}$`), { timeout: 90_000 });
    await expect(page.getByText("This meeting is over")).toBeVisible();
  }
  await expect(host.getByRole("link", { name: "Chat and recordings" })).toBeVisible();
  await expect(guest.getByRole("link", { name: "Chat and recordings" })).toHaveCount(0);
});

test("a cancelled meeting can be taken back, and the page where somebody without an account waits opens by itself at its start", async ({ newPerson, openPage }) => {
  const ada = await newPerson({ name: "Ada" });
  const made = await createMeeting(ada, { title: "Short notice", starts_at: soon(), duration_minutes: 30, timezone: "UTC" });
  const page = await openPage(ada);
  await page.goto("/meetings");
  const row = page.getByRole("row", { name: /Short notice/ });
  await row.getByRole("button", { name: "Cancel" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();

  const guest = await openPage(null);
  await db().update(room).set({ configuration: { encryption: true } }).where(eq(room.slug, made.room.slug));
  await startsIn(made.id, 8);
  // An invitation to its encrypted call leads to the page that waits, and what is behind the # waits along.
  await guest.goto(`/r/${made.room.slug}/call#key=${encodeURIComponent("patience is a virtue")}`);
  await expect(guest).toHaveURL(new RegExp(`/r/${made.room.slug}/call$`), timeOut);
  await expect(guest.getByLabel("Passphrase")).toHaveValue("patience is a virtue");
  await guest.getByLabel("Your name").fill("Grace");
  await guest.getByRole("button", { name: "Join", exact: true }).click();
  await expect(guest.getByRole("button", { name: "Leave", exact: true })).toBeVisible(timeOut);
});
