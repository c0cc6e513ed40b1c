/** `system` follows the device; the others are a person's choice for this browser. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The cookie with a chosen theme; no cookie means `system`. The server writes it into the page: no flash, no script. */
export const themeCookie = "theme";

export function isTheme(value: unknown): value is Theme {
  return typeof value === "string" && (themes as readonly string[]).includes(value);
}
