import { expect, test } from "@/e2e/fixtures";
import { findings, views } from "@/e2e/a11y/axe";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";

for (const [name, options] of Object.entries(views)) {
  test(`the pages of meetings are clean for axe on ${name}`, async ({ newPerson, openPage }) => {
    const ada = await newPerson({ role: "moderator" });
    const values = { duration_minutes: 30, timezone: "Europe/Berlin" };
    const inMinutes = (count: number) => new Date(Date.now() + count * 60_000);
    const [early, over, weekly] = [
      await createMeeting(ada, { ...values, title: "Planning", starts_at: inMinutes(120) }),
      await createMeeting(ada, { ...values, title: "Retrospective", starts_at: inMinutes(-60) }),
      await createMeeting(ada, { ...values, title: "Weekly", starts_at: inMinutes(1440), recurrence: "FREQ=DAILY;COUNT=3" }),
    ];
    const page = await openPage(ada, options);
    const found: Record<string, string[]> = {};
    const paths = ["/meetings", "/meetings?when=past", "/meetings/new", `/meetings/${weekly.id}/edit`, new URL(early.url).pathname, new URL(over.url).pathname, `/r/${early.room.slug}/meetings`, "/admin/meetings"];
    for (const path of paths) {
      await page.goto(path);
      found[path] = await findings(page);
    }
    expect(found).toEqual(Object.fromEntries(paths.map((path) => [path, []])));
  });
}
