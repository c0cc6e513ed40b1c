import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Locale } from "@/lib/core/locale";
import { env } from "@/lib/platform/env";

/** Texts of one language by namespace; a namespace is a file of `messages/<locale>/`. */
export type Messages = Record<string, Record<string, unknown>>;

const cache = new Map<Locale, Promise<Messages>>();

async function readMessages(locale: Locale): Promise<Messages> {
  const folder = path.join(process.cwd(), "messages", locale);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const entries = files.map(async (file) => [file.slice(0, -".json".length), JSON.parse(await readFile(path.join(folder, file), "utf8"))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** All texts of a language, for pages and for mails. Read once a process; in development each time, so that edits show. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  if (env().NODE_ENV === "development") return readMessages(locale);
  const known = cache.get(locale);
  if (known) return known;
  const reading = readMessages(locale);
  cache.set(locale, reading);
  reading.catch(() => cache.delete(locale));
  return reading;
}
