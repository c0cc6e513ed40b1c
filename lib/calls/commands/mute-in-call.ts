import { db } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/authorize";
import { identityOf, type MuteInCallInput } from "@/lib/calls/contract";
import { moderationFactsOf } from "@/lib/calls/moderation";
import { canModerateCall, canMute } from "@/lib/calls/policy";
import { getEntry } from "@/lib/calls/queries";
import { livekit } from "@/lib/platform/livekit/api";

/**
 * Silences one person, or everyone but the asker; so with cameras. They may turn it on again: nobody is muted for good,
 * and nobody is unmuted from afar. Answers how many it was. @throws AppError unauthenticated, forbidden, not_found, upstream_failed
 */
export async function muteInCall(actor: Actor, idOrSlug: string, { identity, source }: MuteInCallInput): Promise<number> {
  const entry = await getEntry(actor, idOrSlug);
  const facts = moderationFactsOf(entry);
  const { everyone_may_mute: everyoneMayMute } = entry.facts.room.settings;
  authorize(identity === undefined ? canModerateCall(actor, facts) : canMute(actor, { ...facts, everyoneMayMute, isConnected: entry.isConnected }));
  const { id, slug } = entry.room;
  const people = await livekit().listParticipants(slug);
  const meant = people.filter((each) => !each.isHidden && (identity === undefined ? each.identity !== identityOf(actor) : each.identity === identity));
  const loud = meant.flatMap((each) => each.tracks.filter((track) => track.source === source && !track.isMuted).map((track) => ({ who: each.identity, sid: track.sid })));
  for (const { who, sid } of loud) await livekit().muteTrack(slug, who, sid);
  await recordAudit(db(), actor, { action: "call.muted", target: { type: "room", id }, details: { identity: identity ?? "everyone", source, count: loud.length } });
  return loud.length;
}
