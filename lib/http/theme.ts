import { cookies } from "next/headers";
import { isTheme, themeCookie, type Theme } from "@/lib/core/theme";

/** The theme chosen in this browser; `system` without a choice. */
export async function currentTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(themeCookie)?.value;
  return isTheme(chosen) ? chosen : "system";
}
