import { env } from "@/lib/platform/env";

/** The absolute address of another page of a list; parameters without a value are left out. */
export function pageUrl(path: string, parameters: Record<string, string | number | undefined>): string {
  const url = new URL(path, env().APP_URL);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  return url.href;
}
