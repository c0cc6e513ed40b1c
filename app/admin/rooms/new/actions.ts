"use server";

import { redirect } from "next/navigation";
import { refusedRoomForm, roomFormInput, toRoomInput } from "@/app/(product)/rooms/new/form";
import type { RoomFormState } from "@/components/rooms/room-form";
import { defineFormAction } from "@/lib/http/action";
import { idParam } from "@/lib/http/params";
import { createRoomFor } from "@/lib/rooms/commands/create-room";

const run = defineFormAction({ access: "session", input: roomFormInput.extend({ owner: idParam }), limit: "createRoomPerUser" }, async (actor, { owner, ...input }) =>
  redirect(`/admin/rooms/${(await createRoomFor(actor, owner, toRoomInput(input))).id}`),
);

/** Makes a room that somebody else owns and shows it; refused, it answers in the reader's language with what was typed. */
export async function createRoomForAction(_previous: RoomFormState, form: FormData): Promise<RoomFormState> {
  const result = await run(null, form);
  if (result.ok) return null;
  if (result.error.code === "unauthenticated") redirect("/login?next=/admin/rooms/new");
  return refusedRoomForm(result.error, form);
}
