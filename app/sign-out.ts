"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endProvenSessions } from "@/lib/accounts/commands/end-session";
import { defineFormAction } from "@/lib/http/action";
import { clearedSessionCookies, provenSessionIds } from "@/lib/http/session-cookies";

const end = defineFormAction({ access: "anyone", input: z.strictObject({}) }, async (actor) => {
  await endProvenSessions(actor, await provenSessionIds(await headers()));
  const jar = await cookies();
  for (const { name, value, options } of clearedSessionCookies()) jar.set(name, value, options);
});

/** Ends the session behind this browser's cookies and forgets them; refused for a foreign origin, which changes nothing. */
export async function signOut(form: FormData): Promise<void> {
  const ended = await end(null, form);
  if (ended.ok) redirect("/login");
}
