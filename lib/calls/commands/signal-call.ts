import type { Actor } from "@/lib/authz/actor";
import { authorize, requireUser } from "@/lib/authz/authorize";
import { identityOf, type AskToSendInput, type Reaction } from "@/lib/calls/contract";
import { moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall, canTakePart } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { livekit } from "@/lib/platform/livekit/api";

/** Shows a sign over the call to everyone in it, for a moment. Kept nowhere. @throws AppError unauthenticated, forbidden, not_found, upstream_failed */
export async function react(actor: Actor, idOrSlug: string, reaction: Reaction): Promise<void> {
  const { isConnected, room } = await getEntry(actor, idOrSlug);
  authorize(canTakePart(actor, { isConnected }));
  await livekit().signal(room.slug, null, { kind: "reaction", identity: identityOf(actor) ?? "", reaction });
}

/** Asks somebody to turn on their microphone or camera: nobody else can. @throws AppError unauthenticated, forbidden, not_found, upstream_failed */
export async function askToSend(actor: Actor, idOrSlug: string, { identity, source }: AskToSendInput): Promise<void> {
  const entry = await getEntry(actor, idOrSlug);
  authorize(canModerateCall(actor, moderationFactsOf(entry)));
  await livekit().signal(entry.room.slug, identity, { kind: "asked", by: requireUser(actor).name, source });
}
