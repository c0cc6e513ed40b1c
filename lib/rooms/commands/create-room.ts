import { and, eq } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { room, roomMember } from "@/db/schema/rooms";
import { findRoomDefaults } from "@/lib/accounts/queries";
import { recordAudit } from "@/lib/audit/record";
import { personOf, type Actor } from "@/lib/authz/actor";
import { authorize, requirePerson } from "@/lib/authz/authorize";
import { AppError, invalidFields } from "@/lib/core/errors";
import { randomRoomSlug } from "@/lib/core/ids";
import { slugify, slugPattern } from "@/lib/core/slug";
import { wakeMember } from "@/lib/events/membership";
import { asTaken, takenIndexOf } from "@/lib/rooms/commands/taken";
import { roomMistakes } from "@/lib/rooms/constants";
import type { CreateRoomInput, RoomDetail } from "@/lib/rooms/contract";
import { canCreateRoom, canCreateRoomFor } from "@/lib/rooms/policy";
import { readRoomDetail } from "@/lib/rooms/queries/room-detail";

type InsertedRoom = typeof room.$inferSelect;

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
  return atFreeAddress(input, async (tx, slug) => readRoomDetail(tx, actor, (await insertRoom(tx, actor, requirePerson(actor), input, slug)).id));
}

/**
 * Makes a room for somebody else, who owns it alone: whoever made it is not in it.
 * @throws AppError unauthenticated, forbidden; invalid_input for an owner whose account does not exist or is switched off;
 * conflict naming the field whose value is taken
 */
export async function createRoomFor(actor: Actor, ownerId: number, input: CreateRoomInput): Promise<{ id: number; name: string }> {
  authorize(canCreateRoomFor(actor));
  return atFreeAddress(input, async (tx, slug) => {
    const [owner] = await tx.select({ id: user.id }).from(user).where(and(eq(user.id, ownerId), eq(user.isActive, true))).for("key share");
    if (!owner) throw invalidFields({ owner: [roomMistakes.ownerUnknown] });
    const { id, name } = await insertRoom(tx, actor, ownerId, input, slug);
    return { id, name };
  });
}

/** Tries the addresses that the input allows until one is free. @throws AppError conflict naming the field whose value is taken */
async function atFreeAddress<T>(input: CreateRoomInput, insert: (tx: Tx, slug: string) => Promise<T>): Promise<T> {
  const fromName = slugify(input.name);
  const wishes = input.slug ? [input.slug] : [...(slugPattern.test(fromName) ? [fromName] : []), randomRoomSlug(), randomRoomSlug()];
  for (const [index, slug] of wishes.entries()) {
    try {
      return await transaction((tx) => insert(tx, slug));
    } catch (error) {
      if (takenIndexOf(error) === "room_slug" && index < wishes.length - 1) continue;
      throw asTaken(error);
    }
  }
  throw new AppError("internal");
}

async function insertRoom(tx: Tx, actor: Actor, ownerId: number, input: CreateRoomInput, slug: string): Promise<InsertedRoom> {
  const [row] = await tx
    .insert(room)
    .values({ name: input.name, slug, accessLevel: input.access_level ?? "public", listed: input.listed ?? false, configuration: input.configuration ?? {}, createdBy: ownerId, memberCount: 1 })
    .returning();
  if (!row) throw new Error("the room was not returned");
  await tx.insert(roomMember).values({ roomId: row.id, userId: ownerId, role: "owner" });
  const owner = ownerId === personOf(actor) ? {} : { owner: ownerId };
  await recordAudit(tx, actor, { action: "room.created", target: { type: "room", id: row.id }, details: { access_level: row.accessLevel, listed: row.listed, ...owner } });
  wakeMember(tx, ownerId, row.id, row.version);
  return row;
}
