import { db } from "@/db/client";
import { addressKey } from "@/lib/accounts/address-key";
import { deviceOf } from "@/lib/accounts/known-device";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import type { LimitName } from "@/lib/core/limits";
import { consumeLimit, forgetFailures, giveBack } from "@/lib/platform/limiter";

/** Takes the attempt back from the counters, once it is known that it did not fail. */
export type CountedAttempt = { forgive: () => Promise<void> };

/**
 * Counts an attempt to sign in before it is known whether it fails, so that many at once do not slip through. A browser
 * in which this person has signed in before is counted by itself; all others by the account's address and by the client's.
 * The first refusal of a window goes to the audit log. @throws AppError rate_limited
 */
export async function countSignInAttempt(actor: Actor, email: string, userId: number | undefined): Promise<CountedAttempt> {
  const address = addressKey(email);
  const tell = (limit: LimitName) => () =>
    recordAudit(db(), actor, {
      action: "session.rate_limited",
      ...(userId === undefined ? {} : { target: { type: "user", id: userId } }),
      details: { limit, ...(userId === undefined ? { addressHash: address } : {}) },
    });
  const device = userId === undefined ? null : deviceOf(userId, actor.deviceMarks ?? []);
  if (device !== null) {
    await consumeLimit("signInFailuresPerDevice", device, tell("signInFailuresPerDevice"));
    return { forgive: () => forgetFailures("signInFailuresPerDevice", device) };
  }
  const client = actor.address ?? "unknown";
  await consumeLimit("signInFailuresPerClient", client, tell("signInFailuresPerClient"));
  await consumeLimit("signInFailuresPerAddress", address, tell("signInFailuresPerAddress"));
  return { forgive: async () => void (await Promise.all([forgetFailures("signInFailuresPerAddress", address), giveBack("signInFailuresPerClient", client)])) };
}
