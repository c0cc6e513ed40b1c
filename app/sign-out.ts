"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endProvenSessions } from "@/lib/accounts/commands/end-session";
import { safeNextPath } from "@/lib/core/redirect";
import { defineFormAction } from "@/lib/http/action";
import { clearedSessionCookies, provenSessionIds } from "@/lib/http/session-cookies";

const end = defineFormAction({ access: "anyone", input: z.strictObject({ next: z.string().optional() }) }, async (actor, { next }) => {
  await endProvenSessions(actor, await provenSessionIds(await headers()));
  const jar = await cookies();
  for (const { name, value, options } of clearedSessionCookies()) jar.set(name, value, options);
  redirect(next === undefined ? "/login" : `/login?next=${encodeURIComponent(safeNextPath(next))}`);
});

/** Ends the session behind this browser's cookies and forgets them, then asks to sign in again, on the way to the field `next` where there is one; refused for a foreign origin, which changes nothing. */
export async function signOut(form: FormData): Promise<void> {
  await end(null, form);
}
