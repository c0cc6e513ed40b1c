"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { enter } from "@/app/(account)/enter";
import { beginPasskeyProof, proveByPasskey } from "@/lib/accounts/commands/prove-identity";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/accounts/commands/sign-in-with-passkey";
import { passkeyAnswerSchema } from "@/lib/accounts/contract";
import { safeNextPath } from "@/lib/core/redirect";
import { defineAction } from "@/lib/http/action";
import { passkeyBrowser } from "@/lib/http/passkey-browser";

const nothing = z.strictObject({});
const answered = z.strictObject({ answer: passkeyAnswerSchema, next: z.string().optional() });
type Answered = z.input<typeof answered>;

const runSignInOptions = defineAction({ access: "anyone", input: nothing, limit: "passkeyChallengePerClient" }, async () => beginPasskeySignIn(await passkeyBrowser()));
const runSignIn = defineAction({ access: "anyone", input: answered }, async (actor, { answer, next }) => {
  const userAgent = (await headers()).get("user-agent");
  return enter(await signInWithPasskey(actor, { browser: await passkeyBrowser(), answer, userAgent }), next);
});
const runProofOptions = defineAction({ access: "session", input: nothing, limit: "passkeyChallengePerClient" }, async (actor) => beginPasskeyProof(actor, await passkeyBrowser()));
const runProof = defineAction({ access: "session", input: answered }, async (actor, { answer, next }) => {
  await proveByPasskey(actor, await passkeyBrowser(), answer);
  redirect(safeNextPath(next, "/settings"));
});

/** What the browser is asked to sign, before it is known who signs in. */
export async function passkeySignInOptionsAction() {
  return runSignInOptions({});
}

/** Signs in and goes on to `next`, a path of ours. */
export async function passkeySignInAction(input: Answered) {
  return runSignIn(input);
}

export async function passkeyProofOptionsAction() {
  return runProofOptions({});
}

/** Confirms that it is them and goes on to `next`, a path of ours. */
export async function passkeyProofAction(input: Answered) {
  return runProof(input);
}
