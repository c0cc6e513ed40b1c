import { and, asc, eq, gt, lte } from "drizzle-orm";
import { db } from "@/db/client";
import { message } from "@/db/schema/chat";
import type { Actor } from "@/lib/authz/actor";
import type { Message } from "@/lib/chat/contract";
import { selectMessages } from "@/lib/chat/queries/message-row";
import { toMessages } from "@/lib/chat/queries/whole-messages";

const pageSize = 500;

/** All that stands in a room up to a version, oldest first, lines of the system too; page by page, so that no history is ever whole in memory. Authorization is the caller's. */
export async function* readHistory(actor: Actor, roomId: number, upTo: number): AsyncGenerator<Message[]> {
  for (let after = 0; ; ) {
    const rows = await selectMessages(db()).where(and(eq(message.roomId, roomId), gt(message.version, after), lte(message.version, upTo))).orderBy(asc(message.version)).limit(pageSize);
    const last = rows.at(-1);
    if (!last) return;
    yield await toMessages(actor, rows);
    after = last.version;
  }
}
