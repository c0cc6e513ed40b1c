import { db } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import { authorize } from "@/lib/authz/authorize";
import type { UserActor } from "@/lib/authz/actor";
import type { Message, ExportFormat } from "@/lib/chat/contract";
import { readHistory } from "@/lib/chat/queries/room-history";
import { htmlCopy } from "@/lib/chat/room-copy";
import { AppError } from "@/lib/core/errors";
import { toTimestamp } from "@/lib/core/format";
import { loadMessages } from "@/lib/platform/messages";
import { canExportChat } from "@/lib/rooms/policy";
import { findRoomFacts } from "@/lib/rooms/queries/facts";

export type RoomCopy = { fileName: string; lines: AsyncGenerator<string> };

async function* jsonCopy(about: Record<string, unknown>, pages: AsyncIterable<Message[]>): AsyncGenerator<string> {
  yield `${JSON.stringify(about).slice(0, -1)},"messages":[`;
  let isFirst = true;
  for await (const page of pages) {
    yield page.map((each) => `${isFirst && each === page[0] ? "" : ","}\n${JSON.stringify(each)}`).join("");
    isFirst = false;
  }
  yield "\n]}\n";
}

/**
 * A copy of all that is written in a room, for its hosts: what was changed is marked, of what was taken away the mark
 * stays, files are named. It is noted before anything is sent, and ends where the room stood then.
 * @throws AppError unauthenticated, not_found, forbidden
 */
export async function exportRoom(actor: UserActor, roomId: number, format: ExportFormat): Promise<RoomCopy> {
  const found = await findRoomFacts(db(), actor, { id: roomId });
  if (!found) throw new AppError("not_found");
  authorize(canExportChat(actor, found.facts));
  const { room } = found;
  await recordAudit(db(), actor, { action: "room.exported", target: { type: "room", id: roomId }, details: { format, version: room.version } });
  const pages = readHistory(actor, roomId, room.version);
  const about = { room: { id: room.id, name: room.name, slug: room.slug, version: room.version }, exported_at: toTimestamp(new Date()), exported_by: actor.name };
  const fileName = `${room.slug}.${format}`;
  if (format === "json") return { fileName, lines: jsonCopy(about, pages) };
  const texts = (await loadMessages(actor.locale)).chat as Record<string, string>;
  return { fileName, lines: htmlCopy({ name: room.name, locale: actor.locale, timeZone: actor.timeZone ?? "UTC", texts }, pages) };
}
