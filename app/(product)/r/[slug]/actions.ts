"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { defineAction } from "@/lib/http/action";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";

const join = defineAction({ access: "session", input: z.int(), limit: "changeMembershipPerUser" }, (actor, roomId) => joinRoom(actor, roomId));

/** Makes the person a member and shows the room; also when they were one already. */
export async function joinRoomAction(roomId: number, slug: string): Promise<void> {
  const result = await join(roomId);
  if (!result.ok && result.error.code === "unauthenticated") redirect(`/login?next=${encodeURIComponent(`/r/${slug}`)}`);
  revalidatePath("/r/[slug]", "page");
  redirect(`/r/${encodeURIComponent(slug)}`);
}

/** Ends the membership; the page then shows the room's door. */
export const leaveRoomAction = defineAction(
  { access: "session", input: z.strictObject({ id: z.int(), slug: z.string() }), limit: "changeMembershipPerUser" },
  async (actor, { id }) => {
    await leaveRoom(actor, id);
    revalidatePath("/r/[slug]", "page");
  },
);
