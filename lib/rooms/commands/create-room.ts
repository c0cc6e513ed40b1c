import { db, transaction, type Tx } from "@/db/client";
import { room, roomMember } from "@/db/schema/rooms";
import { findRoomDefaults } from "@/lib/accounts/queries";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { randomRoomSlug } from "@/lib/core/ids";
import { slugify, slugPattern } from "@/lib/core/slug";
import { wakeMember } from "@/lib/events/membership";
import { asTaken, takenIndexOf } from "@/lib/rooms/commands/taken";
import type { CreateRoomInput, RoomDetail } from "@/lib/rooms/contract";
import { canCreateRoom } from "@/lib/rooms/policy";
import { readRoomDetail } from "@/lib/rooms/queries/room-detail";

/**
 * Makes a room with its maker as owner. Without a slug the address is made of the name where that is free, else it is a
 * random one. What is not said is as the maker's profile has it. @throws AppError unauthenticated; forbidden for a program;
 * conflict naming the field whose value is taken
 */
export async function createRoom(actor: Actor, wished: CreateRoomInput): Promise<RoomDetail> {
  // A program says what it wants, or gets the product's own defaults: a person's are for what they make themselves.
  const defaults = actor.kind === "user" ? await findRoomDefaults(db(), actor.userId) : {};
  const input = { ...wished, access_level: wished.access_level ?? defaults.access_level, listed: wished.listed ?? defaults.listed };
  authorize(canCreateRoom(actor, input.access_level ?? "public"));
  const fromName = slugify(input.name);
  const wishes = input.slug ? [input.slug] : [...(slugPattern.test(fromName) ? [fromName] : []), randomRoomSlug(), randomRoomSlug()];
  for (const [index, slug] of wishes.entries()) {
    try {
      return await transaction((tx) => insertRoom(tx, actor, input, slug));
    } catch (error) {
      if (takenIndexOf(error) === "room_slug" && index < wishes.length - 1) continue;
      throw asTaken(error);
    }
  }
  throw new AppError("internal");
}

async function insertRoom(tx: Tx, actor: Actor, input: CreateRoomInput, slug: string): Promise<RoomDetail> {
  const userId = requirePerson(actor);
  const [row] = await tx
    .insert(room)
    .values({ name: input.name, slug, accessLevel: input.access_level ?? "public", listed: input.listed ?? false, configuration: input.configuration ?? {}, createdBy: userId, memberCount: 1 })
    .returning();
  if (!row) throw new Error("the room was not returned");
  await tx.insert(roomMember).values({ roomId: row.id, userId, role: "owner" });
  await recordAudit(tx, actor, { action: "room.created", target: { type: "room", id: row.id }, details: { access_level: row.accessLevel, listed: row.listed } });
  wakeMember(tx, userId, row.id, row.version);
  return readRoomDetail(tx, actor, row.id);
}
