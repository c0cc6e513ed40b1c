"use server";

import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { RoomFormState } from "@/components/rooms/room-form";
import { defineFormAction } from "@/lib/http/action";
import { createRoom } from "@/lib/rooms/commands/create-room";
import { accessLevels, createRoomInput, roomMistakes } from "@/lib/rooms/contract";

const run = defineFormAction(
  {
    access: "session",
    input: z.strictObject({
      name: createRoomInput.shape.name,
      slug: z.preprocess((text) => (typeof text === "string" && text.trim() === "" ? undefined : text), createRoomInput.shape.slug),
      access_level: z.enum(accessLevels),
      listed: z.literal("on").optional(),
    }),
    limit: "createRoomPerUser",
  },
  async (actor, { listed, ...input }) => redirect(`/r/${(await createRoom(actor, { ...input, listed: listed === "on" })).slug}`),
);

const keyByWords = new Map(Object.entries(roomMistakes).map(([key, words]) => [words as string, key as keyof typeof roomMistakes]));

/** Makes a room and opens it; refused, it answers in the reader's language with what was typed. */
export async function createRoomAction(_previous: RoomFormState, form: FormData): Promise<RoomFormState> {
  const result = await run(null, form);
  if (result.ok) return null;
  const { code, fields = {} } = result.error;
  if (code === "unauthenticated") redirect("/login?next=/rooms/new");
  const t = await getTranslations("rooms");
  const words = (text: string) => {
    const key = keyByWords.get(text);
    return key ? t(`mistakes.${key}`) : text;
  };
  return {
    error: t(code === "rate_limited" ? "refusals.limited" : Object.keys(fields).length > 0 ? "refusals.invalid" : "refusals.other"),
    fields: Object.fromEntries(Object.entries(fields).map(([name, texts]) => [name, texts.map(words)])),
    typed: Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" && !name.startsWith("$") ? [[name, value.slice(0, 1000)]] : []))),
  };
}
