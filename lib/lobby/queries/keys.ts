import { eq, type SQL } from "drizzle-orm";
import { room } from "@/db/schema/rooms";
import type { Actor } from "@/lib/authz/actor";
import { identityOf } from "@/lib/calls/contract";
import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { RoomKey } from "@/lib/rooms/queries/facts";

/** Who somebody is at the door of a call. @throws AppError unauthenticated for those who have neither an account nor a guest's cookie */
export function lobbyIdentityOf(actor: Actor): string {
  const identity = identityOf(actor);
  if (identity === null) throw new AppError("unauthenticated");
  return identity;
}

/** A room's id or slug, as paths have it. */
export function roomKeyOf(idOrSlug: string): RoomKey {
  const id = parseId(idOrSlug);
  return id === null ? { slug: idOrSlug } : { id };
}

/** The same as a condition on `room`. */
export function roomMatches(idOrSlug: string): SQL {
  const key = roomKeyOf(idOrSlug);
  return "id" in key ? eq(room.id, key.id) : eq(room.slug, key.slug);
}
