import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { RoomFormState } from "@/components/rooms/room-form";
import type { Failure } from "@/lib/core/result";
import { accessLevels, roomMistakes } from "@/lib/rooms/constants";
import { createRoomInput, type CreateRoomInput } from "@/lib/rooms/contract";

/** The fields of the form that makes a room. */
export const roomFormInput = z.strictObject({
  name: createRoomInput.shape.name,
  slug: z.preprocess((text) => (typeof text === "string" && text.trim() === "" ? undefined : text), createRoomInput.shape.slug),
  access_level: z.enum(accessLevels),
  listed: z.literal("on").optional(),
});

/** What they mean. */
export function toRoomInput({ listed, ...input }: z.output<typeof roomFormInput>): CreateRoomInput {
  return { ...input, listed: listed === "on" };
}

const keyByWords = new Map(Object.entries(roomMistakes).map(([key, words]) => [words as string, key as keyof typeof roomMistakes]));

/** Why a room was not made, in the reader's language, with what was typed. */
export async function refusedRoomForm({ code, fields = {} }: Failure, form: FormData): Promise<RoomFormState> {
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
