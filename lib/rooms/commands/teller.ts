import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { personOf, type Actor } from "@/lib/authz/actor";
import type { ChatUser } from "@/lib/chat/contract";

/** Who did something, as the members of a room are told: by the display name; a job is nobody they know. */
export async function tellerOf(tx: Tx, actor: Actor): Promise<ChatUser> {
  const id = personOf(actor);
  if (id === null) return { id: 0, username: "Atrium" };
  if (actor.kind === "user") return { id, username: actor.name };
  const [person] = await tx.select({ username: user.name }).from(user).where(eq(user.id, id));
  return { id, username: person?.username ?? "" };
}
