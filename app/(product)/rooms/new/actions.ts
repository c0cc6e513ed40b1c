"use server";

import { redirect } from "next/navigation";
import { refusedRoomForm, roomFormInput, toRoomInput } from "@/app/(product)/rooms/new/form";
import type { RoomFormState } from "@/components/rooms/room-form";
import { defineFormAction } from "@/lib/http/action";
import { createRoom } from "@/lib/rooms/commands/create-room";

const run = defineFormAction({ access: "session", input: roomFormInput, limit: "createRoomPerUser" }, async (actor, input) => redirect(`/r/${(await createRoom(actor, toRoomInput(input))).slug}`));

/** Makes a room and opens it; refused, it answers in the reader's language with what was typed. */
export async function createRoomAction(_previous: RoomFormState, form: FormData): Promise<RoomFormState> {
  const result = await run(null, form);
  if (result.ok) return null;
  if (result.error.code === "unauthenticated") redirect("/login?next=/rooms/new");
  return refusedRoomForm(result.error, form);
}
