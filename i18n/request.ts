import { getRequestConfig } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { isLocale, localeCookie, negotiateLocale, regionalLocale, unknownTimeZone, type Locale } from "@/lib/core/locale";
import { currentActor } from "@/lib/http/page";
import { loadMessages } from "@/lib/platform/messages";

/** The language chosen in this browser, else the profile's, else what the browser asks for. */
async function localeOfRequest(): Promise<Locale> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  if (isLocale(chosen)) return chosen;
  const actor = await currentActor();
  return actor.kind === "user" ? actor.locale : negotiateLocale((await headers()).get("accept-language"));
}

export default getRequestConfig(async ({ locale: asked }) => {
  const [locale, actor] = await Promise.all([isLocale(asked) ? asked : localeOfRequest(), currentActor()]);
  // With its region, so that every date and time of a page is written as `regionalLocale` says.
  return { locale: regionalLocale(locale), messages: await loadMessages(locale), timeZone: (actor.kind === "user" && actor.timeZone) || unknownTimeZone };
});
