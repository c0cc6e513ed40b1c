import { isIP } from "node:net";
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { PasskeyAnswer, PasskeyRegistration } from "@/lib/accounts/contract";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";

export type RegistrationOptions = PublicKeyCredentialCreationOptionsJSON;
export type AnswerOptions = PublicKeyCredentialRequestOptionsJSON;
export type StoredKey = { credentialId: string; publicKey: string; transports: string[] };
export type NewKey = StoredKey & { counter: number; isBackedUp: boolean };

/** EdDSA, ES256, RS256: what authenticators have. */
const algorithms = [-8, -7, -257];
const timeoutMs = settings.passkeyChallengeSeconds * 1000;

/** Passkeys belong to a host name: none at an address that is a number. */
export function arePasskeysPossible(): boolean {
  const { hostname } = new URL(env().APP_URL);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
}

const relyingParty = () => new URL(env().APP_URL).hostname;

/** Where answers may come from: our own address, and in development the port of this machine. */
function origins(): string[] {
  const { APP_URL, ATRIUM_PROFILE, PORT } = env();
  return ATRIUM_PROFILE === "production" ? [APP_URL] : [APP_URL, `http://localhost:${PORT}`];
}

/** What a browser is asked to make a passkey: discoverable, with the person verified (finger, face, PIN), no attestation. */
export function registrationOptions(person: { handle: string; email: string; name: string }, known: StoredKey[]): Promise<RegistrationOptions> {
  return generateRegistrationOptions({
    rpName: "Atrium",
    rpID: relyingParty(),
    userID: new Uint8Array(Buffer.from(person.handle, "base64url")),
    userName: person.email,
    userDisplayName: person.name,
    timeout: timeoutMs,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
  });
}

/** The new key, when the answer to `challenge` is whole, from our own pages and made with the person verified; else null. */
export async function checkRegistration(response: PasskeyRegistration, challenge: string): Promise<NewKey | null> {
  const made = await refuseThrows(() =>
    verifyRegistrationResponse({ response: response as never, expectedChallenge: challenge, expectedOrigin: origins(), expectedRPID: relyingParty(), requireUserVerification: true, supportedAlgorithmIDs: algorithms }),
  );
  if (!made?.verified) return null;
  const { credential, credentialBackedUp } = made.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    isBackedUp: credentialBackedUp,
  };
}

/** What a browser is asked to sign with a passkey; with `allowed` only by one of these, else by any that it has for us. */
export function answerOptions(allowed: StoredKey[] = []): Promise<AnswerOptions> {
  return generateAuthenticationOptions({
    rpID: relyingParty(),
    timeout: timeoutMs,
    userVerification: "required",
    allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports: transports as never })),
  });
}

/**
 * The signature counter and whether the key is kept elsewhere too, when the answer to `challenge` was signed by `key`, for
 * our own pages, with the person verified; else null. Whether the counter went back is for the caller, who holds the lock.
 */
export async function checkAnswer(response: PasskeyAnswer, challenge: string, key: StoredKey): Promise<{ counter: number; isBackedUp: boolean } | null> {
  const answered = await refuseThrows(() =>
    verifyAuthenticationResponse({
      response: response as never, expectedChallenge: challenge, expectedOrigin: origins(), expectedRPID: relyingParty(), requireUserVerification: true,
      credential: { id: key.credentialId, publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")), counter: 0 },
    }),
  );
  return answered?.verified ? { counter: answered.authenticationInfo.newCounter, isBackedUp: answered.authenticationInfo.credentialBackedUp } : null;
}

/** The library throws for each thing that can be wrong with an answer; all of it comes from outside. */
async function refuseThrows<T>(check: () => Promise<T>): Promise<T | null> {
  return check().catch(() => null);
}

/** The challenge that an answer claims to be for; null when it cannot be read. */
export function claimedChallenge(clientDataJson: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8")) as { challenge?: unknown };
    return typeof challenge === "string" ? challenge : null;
  } catch {
    // Not JSON: no browser made it.
    return null;
  }
}
