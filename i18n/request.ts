import { getRequestConfig } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { isLocale, localeCookie, negotiateLocale, type Locale } from "@/lib/core/locale";
import { loadMessages } from "@/lib/platform/messages";

async function localeOfRequest(): Promise<Locale> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
}

export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked) ? asked : await localeOfRequest();
  return { locale, messages: await loadMessages(locale), timeZone: "UTC" };
});
