import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { meetingFeed } from "@/db/schema/meetings";
import type { UserActor } from "@/lib/authz/actor";

/** Since when a person's calendar has a private address, and when it was last read; null where there is none. */
export async function findCalendarFeed(actor: UserActor): Promise<{ createdAt: Date; lastReadAt: Date | null } | null> {
  const [row] = await db().select({ createdAt: meetingFeed.createdAt, lastReadAt: meetingFeed.lastReadAt }).from(meetingFeed).where(eq(meetingFeed.userId, actor.userId));
  return row ?? null;
}
