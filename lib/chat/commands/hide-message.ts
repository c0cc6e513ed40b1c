import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { room } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { takeAway } from "@/lib/chat/commands/change-message";
import { isMessage, type MessageKey } from "@/lib/chat/commands/hold-message";
import { canHideReported } from "@/lib/chat/policy";
import { selectMessages } from "@/lib/chat/queries/message-row";

/**
 * Takes a reported message away, as moderators decided who do not read the room. False where there was nothing left to
 * take: doing it twice is doing it once. @throws AppError unauthenticated, forbidden
 */
export async function hideMessage(actor: Actor, key: MessageKey): Promise<boolean> {
  authorize(canHideReported(actor));
  return transaction(async (tx) => {
    await tx.select({ id: room.id }).from(room).where(eq(room.id, key.roomId)).for("no key update");
    const [row] = await selectMessages(tx).where(isMessage(key));
    if (!row || row.deletedAt) return false;
    await takeAway(tx, key, "moderator");
    await recordAudit(tx, actor, { action: "message.hidden", target: { type: "room", id: key.roomId }, details: { message: key.id, author: row.authorId } });
    return true;
  });
}
