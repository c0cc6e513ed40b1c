"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endOtherSessions, endOwnSession } from "@/lib/accounts/commands/end-session";
import { defineFormAction } from "@/lib/http/action";
import { clearedSessionCookies } from "@/lib/http/session-cookies";

const page = "/settings/sessions";

const runEnd = defineFormAction({ access: "session", input: z.strictObject({ session: z.uuid() }) }, async (actor, { session }) => {
  await endOwnSession(actor, session);
  if (session === actor.sessionId) {
    const jar = await cookies();
    for (const { name, value, options } of clearedSessionCookies()) jar.set(name, value, options);
    redirect("/login");
  }
});

const runEndOthers = defineFormAction({ access: "session", input: z.strictObject({}) }, async (actor) => {
  await endOtherSessions(actor);
});

/** Signs one device out. One that is gone already is what was wanted; a person who is signed out meets the sign-in page. */
export async function endSessionAction(form: FormData): Promise<void> {
  const result = await runEnd(null, form);
  if (!result.ok && result.error.code === "unauthenticated") redirect(`/login?next=${page}`);
  revalidatePath(page);
}

export async function endOtherSessionsAction(form: FormData): Promise<void> {
  const result = await runEndOthers(null, form);
  if (!result.ok && result.error.code === "unauthenticated") redirect(`/login?next=${page}`);
  revalidatePath(page);
}
