import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { guest } from "@/db/schema/guests";
import type { Guest } from "@/lib/guests/queries";

/** Whoever comes to the door of a call without an account becomes a guest there, under a typed name. */
export async function openGuest(on: Executor, name: string): Promise<Guest> {
  const [row] = await on.insert(guest).values({ name }).returning({ guestId: guest.id, name: guest.name });
  if (!row) throw new Error("the guest was not returned");
  return row;
}

/** The name typed this time. What was written under the former one shows the new one, as with people who have accounts. */
export async function renameGuest(on: Executor, guestId: number, name: string): Promise<void> {
  await on.update(guest).set({ name }).where(eq(guest.id, guestId));
}
