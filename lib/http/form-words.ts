import { getTranslations } from "next-intl/server";
import { mistakes, type Mistake } from "@/lib/accounts/contract";
import type { Failure, Result } from "@/lib/core/result";

const mistakeByWords = new Map(Object.entries(mistakes).map(([key, words]) => [words as string, key as Mistake]));

export type FormAnswer = { ok: boolean; error?: string; fields?: Record<string, string[]>; typed: Record<string, string> };

/**
 * An action's result for its form, in the reader's language, with the named fields as they were typed: the page keeps
 * them also where no script runs. Never name a password.
 */
export async function formAnswer(result: Result<unknown>, form: FormData, typedNames: readonly string[]): Promise<FormAnswer> {
  const typed = Object.fromEntries(typedNames.map((name) => [name, form instanceof FormData ? text(form.get(name)) : ""]));
  if (result.ok) return { ok: true, typed };
  const t = await getTranslations("account");
  const fields = Object.entries(result.error.fields ?? {}).map(([name, words]) => [name, words.map((each) => translate(each, t))] as const);
  return { ok: false, typed, fields: Object.fromEntries(fields), error: sentence(result.error, t) };
}

const text = (value: FormDataEntryValue | null) => (typeof value === "string" ? value.slice(0, 1000) : "");

type Words = Awaited<ReturnType<typeof getTranslations<"account">>>;

function translate(words: string, t: Words): string {
  const key = mistakeByWords.get(words);
  return key ? t(`mistakes.${key}`) : words;
}

function sentence(error: Failure, t: Words): string {
  switch (error.code) {
    case "rate_limited":
      return t("refusals.rate_limited", { minutes: Math.max(1, Math.ceil((error.retryAfterSeconds ?? 60) / 60)) });
    case "invalid_input":
      return t(error.fields ? "refusals.invalid_input" : "refusals.badLink");
    case "unavailable":
    case "unauthenticated":
    case "foreign_origin":
    case "proof_required":
      return t(`refusals.${error.code}`);
    default:
      return [t("refusals.other"), error.reference ? t("refusals.reference", { reference: error.reference }) : ""].filter(Boolean).join(" ");
  }
}
