import { and, count, eq, isNotNull, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { message, messageFile } from "@/db/schema/chat";

/** How many messages somebody has written. Authorization is the caller's. */
export async function countMessagesOf(personId: number): Promise<number> {
  const [row] = await db().select({ total: count() }).from(message).where(and(eq(message.userId, personId), eq(message.kind, "text")));
  return row?.total ?? 0;
}

/** How many files somebody has sent that are still there. Authorization is the caller's. */
export function countSentFiles(personId: number): Promise<number> {
  return db().$count(messageFile, and(eq(messageFile.userId, personId), isNotNull(messageFile.messageId), isNull(messageFile.removedAt)));
}
