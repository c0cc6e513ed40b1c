import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import type { PasskeyAnswer, PasskeyRegistration } from "@/lib/accounts/contract";

/** Loaded when it is needed: most visits never use it. */
const library = () => import("@simplewebauthn/browser");

/** True when this browser knows passkeys. Browser only. */
export function isPasskeyKnown(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

/** True when it offers them among the saved passwords of a field. */
export async function isAutofillKnown(): Promise<boolean> {
  return isPasskeyKnown() && (await (await library()).browserSupportsWebAuthnAutofill());
}

/** Has the browser ask for a passkey and sign; `autofill` waits until the person picks one in the field. Rejects when they turn away. */
export async function askPasskey(options: PublicKeyCredentialRequestOptionsJSON, autofill = false): Promise<PasskeyAnswer> {
  const answer = await (await library()).startAuthentication({ optionsJSON: options, useBrowserAutofill: autofill });
  return answer as unknown as PasskeyAnswer;
}

/** Has the browser make a passkey. Rejects when the person turns away, or has one there already. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyRegistration> {
  const made = await (await library()).startRegistration({ optionsJSON: options });
  return made as unknown as PasskeyRegistration;
}

/** Ends a question that waits in a field, when its page goes. */
export async function cancelPasskey(): Promise<void> {
  (await library()).WebAuthnAbortService.cancelCeremony();
}

/** What the browser says when the person has closed its question, or another one took its place. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}
