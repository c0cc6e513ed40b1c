import { and, count, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { message } from "@/db/schema/chat";

/** How many messages somebody has written. Authorization is the caller's. */
export async function countMessagesOf(personId: number): Promise<number> {
  const [row] = await db().select({ total: count() }).from(message).where(and(eq(message.userId, personId), eq(message.kind, "text")));
  return row?.total ?? 0;
}
