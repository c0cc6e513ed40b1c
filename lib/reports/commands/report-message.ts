import { and, asc, desc, eq, gt, isNull, lt } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { message } from "@/db/schema/chat";
import { messageReport } from "@/db/schema/reports";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import type { Attachment } from "@/lib/chat/contract";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import type { KeptMessage, ReportMessageInput } from "@/lib/reports/contract";
import { canReport } from "@/lib/reports/policy";
import { requireReadableRoom } from "@/lib/rooms/queries/readable-room";

const kept = { id: message.id, version: message.version, user_id: message.userId, guest_id: message.guestId, content: message.content, at: message.createdAt, attachments: message.attachments };
type Row = { id: number; version: number; user_id: number | null; guest_id: number | null; content: string; at: Date; attachments: Attachment[] | null };

/** As many of the neighbours on each side, each as far as it helps to understand. What was taken away stays away. */
async function readAround(tx: Tx, roomId: number, row: Row): Promise<KeptMessage[]> {
  const isShown = and(eq(message.roomId, roomId), eq(message.kind, "text"), isNull(message.deletedAt));
  const before = await tx.select(kept).from(message).where(and(isShown, lt(message.version, row.version))).orderBy(desc(message.version)).limit(settings.reportContextMessages);
  const after = await tx.select(kept).from(message).where(and(isShown, gt(message.version, row.version))).orderBy(asc(message.version)).limit(settings.reportContextMessages);
  const shortened = (each: Row) => ({ ...each, content: [...each.content].slice(0, settings.reportContextMaxLength).join("") });
  return [...before.reverse().map(shortened), row, ...after.map(shortened)].map(({ at, attachments, ...each }) => ({ ...each, at: at.toISOString(), ...(attachments ? { files: attachments.map(({ name }) => name) } : {}) }));
}

/**
 * Asks moderators to look at a message, with why, and with what stands around it now. One report of one person a message.
 * @throws AppError unauthenticated; not_found for who does not read the room; forbidden for one's own; conflict for a
 * deleted message, and for a second report
 */
export async function reportMessage(actor: Actor, key: { roomId: number; id: number }, { reason, words }: ReportMessageInput): Promise<void> {
  const { userId } = requireUser(actor);
  await transaction(async (tx) => {
    await requireReadableRoom(tx, actor, key.roomId);
    const [row] = await tx.select({ ...kept, deletedAt: message.deletedAt }).from(message).where(and(eq(message.id, key.id), eq(message.roomId, key.roomId), eq(message.kind, "text"))).for("share");
    if (!row) throw new AppError("not_found");
    const { deletedAt, ...reported } = row;
    authorize(canReport(actor, { isOwn: reported.user_id === userId, isDeleted: deletedAt !== null }));
    const [made] = await tx
      .insert(messageReport)
      .values({ roomId: key.roomId, messageId: key.id, reporterId: userId, authorId: reported.user_id, authorGuestId: reported.guest_id, reason, words: words || null, context: await readAround(tx, key.roomId, reported) })
      .onConflictDoNothing()
      .returning({ id: messageReport.id });
    if (!made) throw new AppError("conflict", "You have reported this message already.");
    await recordAudit(tx, actor, { action: "report.made", target: { type: "report", id: made.id }, details: { room: key.roomId, message: key.id, reason } });
  });
}
