import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLocale, locales } from "@/lib/core/locale";

const folder = path.join(import.meta.dirname, "..", "messages");

/** `namespace.key.path` → text, of every file of a language. */
function textsOf(locale: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") texts.set(key, value);
    else for (const [name, child] of Object.entries(value as Record<string, unknown>)) walk(child, `${key}.${name}`);
  };
  for (const file of readdirSync(path.join(folder, locale))) {
    walk(JSON.parse(readFileSync(path.join(folder, locale, file), "utf8")), file.replace(/\.json$/, ""));
  }
  return texts;
}

/** The arguments and tags that a text wants, e.g. `{name}`, `{count, plural, …}`, `<link>`; the words of a plural's branch are none. */
function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<!(?:=\d+|\b(?:zero|one|two|few|many|other))\s*)\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? ""))].sort();
}

const reference = textsOf(defaultLocale);

describe.each(locales.filter((locale) => locale !== defaultLocale))("the texts in %s", (locale) => {
  const texts = textsOf(locale);

  it("have the same keys as the English ones", () => {
    expect([...texts.keys()].sort()).toEqual([...reference.keys()].sort());
  });

  it("use the same arguments as the English ones", () => {
    const different = [...texts].filter(([key, text]) => argumentsOf(text).join() !== argumentsOf(reference.get(key) ?? "").join());
    expect(different.map(([key]) => key)).toEqual([]);
  });
});

describe.each(locales)("each text in %s", (locale) => {
  it("says something, and does not shout", () => {
    const bad = [...textsOf(locale)].filter(([, text]) => text.trim() === "" || text.includes("!"));
    expect(bad).toEqual([]);
  });
});
