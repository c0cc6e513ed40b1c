import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { meetingFeed } from "@/db/schema/meetings";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { hashToken, randomToken } from "@/lib/core/secret";
import { calendarFile } from "@/lib/meetings/calendar";
import { listFeedEntries } from "@/lib/meetings/queries/calendar-entries";
import { env } from "@/lib/platform/env";

const purpose = "meeting-feed";

/** Makes the private address of one's calendar; an older one stops working. The address is in the answer and nowhere else. */
export async function makeCalendarFeed(actor: UserActor): Promise<{ url: string }> {
  const secret = randomToken();
  const hash = hashToken(purpose, secret);
  await transaction(async (tx) => {
    await tx.insert(meetingFeed).values({ userId: actor.userId, hash }).onConflictDoUpdate({ target: meetingFeed.userId, set: { hash, createdAt: sql`now()`, lastReadAt: null } });
    await recordAudit(tx, actor, { action: "calendar_feed.made", target: { type: "user", id: actor.userId } });
  });
  return { url: `${env().APP_URL}/api/meetings/feed/${secret}.ics` };
}

/** Switches the address off; where there is none nothing happens. */
export async function revokeCalendarFeed(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    const gone = await tx.delete(meetingFeed).where(eq(meetingFeed.userId, actor.userId)).returning({ userId: meetingFeed.userId });
    if (gone.length > 0) await recordAudit(tx, actor, { action: "calendar_feed.revoked", target: { type: "user", id: actor.userId } });
  });
}

/** The meetings of whoever's address this is, as a calendar file. @throws AppError not_found for an unknown or revoked secret and a closed account */
export async function readCalendarFeed(secret: string): Promise<string> {
  const [found] = await db()
    .select({ userId: meetingFeed.userId })
    .from(meetingFeed)
    .innerJoin(user, and(eq(user.id, meetingFeed.userId), eq(user.isActive, true)))
    .where(eq(meetingFeed.hash, hashToken(purpose, secret)));
  if (!found) throw new AppError("not_found");
  // Once an hour at most: reading a calendar must not cost a write each time.
  await db().update(meetingFeed).set({ lastReadAt: sql`now()` }).where(and(eq(meetingFeed.userId, found.userId), sql`coalesce(${meetingFeed.lastReadAt}, '-infinity') < now() - interval '1 hour'`));
  return calendarFile(await listFeedEntries(found.userId), "PUBLISH", "Atrium");
}
