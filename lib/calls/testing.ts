import type { GuestActor, UserActor } from "@/lib/authz/actor";
import { identityOf } from "@/lib/calls/contract";
import { tagOfGuest, tagOfSession } from "@/lib/calls/place";
import { applyWebhook } from "@/lib/calls/webhook";
import type { FakeLivekit } from "@/lib/platform/livekit/fake";

let serial = 0;

/** For tests: somebody comes into a call, as LiveKit and its webhook tell it, with what they send. Answers their identity. */
export async function enterCall(livekit: FakeLivekit, slug: string, actor: UserActor | GuestActor, role: string, sources: readonly ("microphone" | "camera")[] = ["microphone", "camera"]): Promise<string> {
  const isUser = actor.kind === "user";
  const identity = identityOf(actor);
  const attributes = { role, place: isUser ? tagOfSession(actor.sessionId) : tagOfGuest(actor.guestId) };
  const tracks = sources.map((source) => ({ sid: `TR_${source}_${identity}`, source, isMuted: false }));
  const { sid } = livekit.join(slug, identity, { name: actor.name, attributes, tracks });
  const participant = { identity, sid: livekit.participantSid(slug, identity), name: actor.name, isHidden: false, joinedAt: new Date(), attributes };
  await applyWebhook({ id: `EV_${identity}_${(serial += 1)}`, kind: "participant_joined", createdAt: new Date(), room: { name: slug, sid }, participant });
  return identity;
}
