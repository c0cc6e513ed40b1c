"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { localeCookie, locales } from "@/lib/core/locale";
import { themeCookie, themes } from "@/lib/core/theme";
import { defineFormAction } from "@/lib/http/action";
import { isHttps } from "@/lib/platform/env";

const yearSeconds = 365 * 24 * 60 * 60;

async function keep(name: string, value: string): Promise<void> {
  (await cookies()).set(name, value, { path: "/", maxAge: yearSeconds, sameSite: "lax", httpOnly: true, secure: isHttps() });
}

const theme = defineFormAction({ access: "anyone", input: z.strictObject({ theme: z.enum(themes) }) }, async (_actor, input) => {
  if (input.theme === "system") (await cookies()).delete(themeCookie);
  else await keep(themeCookie, input.theme);
});

const locale = defineFormAction({ access: "anyone", input: z.strictObject({ locale: z.enum(locales) }) }, async (_actor, input) => {
  await keep(localeCookie, input.locale);
});

/** Light, dark or as the device has it; for this browser. A value that we do not know changes nothing. */
export async function setTheme(form: FormData): Promise<void> {
  await theme(null, form);
}

/** The language of the pages, for this browser. A value that we do not know changes nothing. */
export async function setLocale(form: FormData): Promise<void> {
  await locale(null, form);
}
