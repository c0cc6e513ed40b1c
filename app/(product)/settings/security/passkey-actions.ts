"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { beginPasskey, finishPasskey } from "@/lib/accounts/commands/add-passkey";
import { removePasskey, renamePasskey } from "@/lib/accounts/commands/change-passkeys";
import { displayNameSchema, passkeyRegistrationSchema } from "@/lib/accounts/contract";
import { defineAction } from "@/lib/http/action";
import { passkeyBrowser } from "@/lib/http/passkey-browser";

const id = z.int().positive();
const made = z.strictObject({ registration: passkeyRegistrationSchema, name: displayNameSchema });
const named = z.strictObject({ id, name: displayNameSchema });
const refresh = () => revalidatePath("/settings/security");

const runBegin = defineAction({ access: "session", input: z.strictObject({}), limit: "passkeyChallengePerClient" }, async (actor) => beginPasskey(actor, await passkeyBrowser()));
const runFinish = defineAction({ access: "session", input: made }, async (actor, { registration, name }): Promise<undefined> => {
  await finishPasskey(actor, await passkeyBrowser(), registration, name);
  refresh();
});
const runRename = defineAction({ access: "session", input: named }, async (actor, input): Promise<undefined> => {
  await renamePasskey(actor, input.id, input.name);
  refresh();
});
const runRemove = defineAction({ access: "session", input: z.strictObject({ id }) }, async (actor, input): Promise<undefined> => {
  await removePasskey(actor, input.id);
  refresh();
});

/** What the browser is asked to make a passkey with. */
export async function beginPasskeyAction() {
  return runBegin({});
}

/** Keeps the passkey that the browser made. */
export async function finishPasskeyAction(input: z.input<typeof made>) {
  return runFinish(input);
}

export async function renamePasskeyAction(input: z.input<typeof named>) {
  return runRename(input);
}

export async function removePasskeyAction(input: { id: number }) {
  return runRemove(input);
}
