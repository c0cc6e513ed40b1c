"use server";

import { getMessages, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ApplicationFormState, ApplicationTexts } from "@/components/admin/application-texts";
import { createApplication } from "@/lib/applications/commands/create-application";
import { rotateSecret } from "@/lib/applications/commands/rotate-secret";
import { switchApplication } from "@/lib/applications/commands/switch-application";
import { updateApplication } from "@/lib/applications/commands/update-application";
import { applicationInput, applicationMistakes } from "@/lib/applications/contract";
import type { Failure } from "@/lib/core/result";
import { defineFormAction } from "@/lib/http/action";
import { idParam } from "@/lib/http/params";

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const fields = z.strictObject({ name: z.string(), allowedDomains: z.string(), scopes: texts.default([]), mayCreatePublicRooms: z.literal("on").optional(), mayCreateUsers: z.literal("on").optional() });

/** The fields of the form as what they mean; domains stand on lines of their own, or with commas. */
const toInput = (form: z.output<typeof fields>) => ({ ...form, allowedDomains: form.allowedDomains.split(/[\s,;]+/).filter(Boolean), mayCreatePublicRooms: form.mayCreatePublicRooms === "on", mayCreateUsers: form.mayCreateUsers === "on" });

const create = defineFormAction({ access: "session", input: fields.transform(toInput).pipe(applicationInput) }, (actor, input) => createApplication(actor, input));
const update = defineFormAction(
  { access: "session", input: fields.extend({ id: idParam }).transform(({ id, ...form }) => ({ id, input: toInput(form) })).pipe(z.object({ id: z.int(), input: applicationInput })) },
  (actor, { id, input }) => updateApplication(actor, id, input),
);
const rotate = defineFormAction({ access: "session", input: z.strictObject({ id: idParam, endOldNow: z.literal("on").optional() }) }, async (actor, { id, endOldNow }) => ({
  id,
  ...(await rotateSecret(actor, id, { endOldNow: endOldNow === "on" })),
}));
const change = defineFormAction({ access: "session", input: z.strictObject({ id: idParam, to: z.enum(["on", "off"]) }) }, (actor, { id, to }) => switchApplication(actor, id, to === "on"));

/** Registers a program; the answer shows its secret. */
export async function createApplicationAction(_previous: ApplicationFormState, form: FormData): Promise<ApplicationFormState> {
  const result = await create(null, form);
  return result.ok ? { ok: true, fields: {}, issued: result.data } : refused(result.error, form);
}

/** Changes what a program may do. */
export async function updateApplicationAction(_previous: ApplicationFormState, form: FormData): Promise<ApplicationFormState> {
  const result = await update(null, form);
  if (!result.ok) return refused(result.error, form);
  revalidatePath("/admin/applications", "layout");
  return { ok: true, fields: {}, typed: typedIn(form) };
}

/** Makes a new secret; the answer shows it. */
export async function rotateSecretAction(_previous: ApplicationFormState, form: FormData): Promise<ApplicationFormState> {
  const result = await rotate(null, form);
  return result.ok ? { ok: true, fields: {}, issued: result.data } : refused(result.error, form);
}

/** Switches a program on or off. */
export async function switchApplicationAction(form: FormData): Promise<void> {
  const result = await change(null, form);
  if (!result.ok) await refused(result.error, form);
  revalidatePath("/admin/applications", "layout");
}

const keyByWords = new Map(Object.entries(applicationMistakes).map(([key, words]) => [words as string, key as keyof typeof applicationMistakes]));

/** In the reader's language, with what was typed. A mistake in one of several domains belongs to their field. */
async function refused({ code, fields: wrong = {} }: Failure, form: FormData): Promise<ApplicationFormState> {
  if (code === "unauthenticated") redirect("/login?next=/admin/applications");
  const [t, all] = await Promise.all([getTranslations("applications"), getMessages()]);
  const { mistakes } = all.applications as ApplicationTexts;
  const byField: Record<string, string[]> = {};
  for (const [path, words] of Object.entries(wrong)) {
    const name = path.replace(/^input\./, "").split(".")[0] ?? "";
    const shown = words.map((each) => mistakes[keyByWords.get(each) ?? "domainInvalid"]);
    byField[name] = [...new Set([...(byField[name] ?? []), ...shown])];
  }
  const reason = code === "forbidden" ? "forbidden" : Object.keys(byField).length > 0 ? "invalid" : "other";
  return { ok: false, error: t(`refusals.${reason}`), fields: byField, typed: typedIn(form) };
}

const textOf = (value: FormDataEntryValue | null) => (typeof value === "string" ? value.slice(0, 5000) : "");

function typedIn(form: FormData): NonNullable<ApplicationFormState>["typed"] {
  return { name: textOf(form.get("name")), allowedDomains: textOf(form.get("allowedDomains")), scopes: form.getAll("scopes").map(textOf), mayCreatePublicRooms: form.get("mayCreatePublicRooms") === "on", mayCreateUsers: form.get("mayCreateUsers") === "on" };
}
