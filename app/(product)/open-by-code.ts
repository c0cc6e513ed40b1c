"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { CodeState } from "@/components/rooms/join-by-code";
import { slugOfCode } from "@/lib/core/slug";
import { defineFormAction } from "@/lib/http/action";

const run = defineFormAction({ access: "anyone", input: z.strictObject({ code: z.string().max(2000) }), limit: "readPerClient" }, async (_actor, { code }) => slugOfCode(code));

/** Goes to the room of a code or link; what is neither is said so. Whether the room exists is told by its page. */
export async function openByCode(_previous: CodeState, form: FormData): Promise<CodeState> {
  const result = await run(null, form);
  if (result.ok && result.data) redirect(`/r/${result.data}`);
  const typed = form.get("code");
  return { isInvalid: true, typed: typeof typed === "string" ? typed.slice(0, 200) : "" };
}
