import { transaction, type Tx } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import { AppError, type AppErrorOptions } from "@/lib/core/errors";
import { randomRoomSlug } from "@/lib/core/ids";
import { slugify, slugPattern } from "@/lib/core/slug";
import { wakeMember } from "@/lib/events/membership";
import { roomMistakes, type CreatedRoom, type CreateRoomInput } from "@/lib/rooms/contract";
import { canCreateRoom, canLeaveRoom, canSendMessage, type RoomFacts } from "@/lib/rooms/policy";
import { readRoom } from "@/lib/rooms/queries/room-row";

/** The field that is taken, by the unique index that says so. */
const takenFields: Record<string, AppErrorOptions> = {
  room_slug: { detail: roomMistakes.slugTaken, fields: { slug: [roomMistakes.slugTaken] } },
  room_listed_name: { detail: roomMistakes.nameTaken, fields: { name: [roomMistakes.nameTaken] } },
};

function constraintOf(error: unknown): string | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code, constraint_name: name } = each as { code?: unknown; constraint_name?: unknown };
    if (code === "23505" && typeof name === "string") return name;
  }
  return null;
}

/**
 * Makes a room with its maker as owner. Without a slug the address is made of the name where that is free, else it is a
 * random one. @throws AppError unauthenticated; forbidden for a program; conflict naming the field whose value is taken
 */
export async function createRoom(actor: Actor, input: CreateRoomInput): Promise<CreatedRoom> {
  authorize(canCreateRoom(actor, input.access_level ?? "public"));
  const fromName = slugify(input.name);
  const wishes = input.slug ? [input.slug] : [...(slugPattern.test(fromName) ? [fromName] : []), randomRoomSlug(), randomRoomSlug()];
  for (const [index, slug] of wishes.entries()) {
    try {
      return await transaction((tx) => insertRoom(tx, actor, input, slug));
    } catch (error) {
      const constraint = constraintOf(error);
      if (constraint === "room_slug" && index < wishes.length - 1) continue;
      const taken = constraint === null ? undefined : takenFields[constraint];
      throw taken ? new AppError("conflict", taken) : error;
    }
  }
  throw new AppError("internal");
}

async function insertRoom(tx: Tx, actor: Actor, input: CreateRoomInput, slug: string): Promise<CreatedRoom> {
  const userId = requirePerson(actor);
  const configuration = input.configuration ?? {};
  const [row] = await tx
    .insert(room)
    .values({ name: input.name, slug, accessLevel: input.access_level ?? "public", listed: input.listed ?? false, configuration, createdBy: userId, memberCount: 1 })
    .returning();
  if (!row) throw new Error("the room was not returned");
  await tx.insert(roomMember).values({ roomId: row.id, userId, role: "owner" });
  await recordAudit(tx, actor, { action: "room.created", target: { type: "room", id: row.id }, details: { access_level: row.accessLevel, listed: row.listed } });
  wakeMember(tx, userId, row.id, row.version);
  const facts: RoomFacts = { accessLevel: row.accessLevel, isDeleted: false, role: "owner", otherOwners: 0, isChatOn: configuration.chat !== false };
  return {
    ...(await readRoom(tx, row.id)),
    access_level: row.accessLevel,
    listed: row.listed,
    configuration,
    abilities: { send_messages: canSendMessage(actor, facts).allowed, leave: canLeaveRoom(actor, facts).allowed },
  };
}
