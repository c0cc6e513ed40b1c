import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { SignedIn } from "@/lib/accounts/commands/sign-in";
import { safeNextPath } from "@/lib/core/redirect";
import { droppedGuestCookie } from "@/lib/http/guest-cookie";
import { localeCookieOf } from "@/lib/http/locale";
import { csrfCookie, sessionCookies } from "@/lib/http/session-cookies";

/** Gives the browser the cookies of a sign-in and sends it to `next`, a path of ours. For server actions. */
export async function enter(signedIn: SignedIn, next: string | undefined): Promise<never> {
  const from = await headers();
  const jar = await cookies();
  const given = [...(await sessionCookies(signedIn)), csrfCookie(from), ...droppedGuestCookie(from), ...localeCookieOf(from, signedIn.locale)];
  for (const { name, value, options } of given) jar.set(name, value, options);
  redirect(safeNextPath(next));
}
