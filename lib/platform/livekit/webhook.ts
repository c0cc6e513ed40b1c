import { WebhookReceiver, type ParticipantInfo } from "livekit-server-sdk";
import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { joinedAtOf } from "@/lib/platform/livekit/api";

/** What LiveKit tells, reduced to what the product acts on. */
export type CallEvent = {
  id: string;
  kind: string;
  createdAt: Date;
  room: { name: string; sid: string } | null;
  participant: { identity: string; sid: string; name: string; isHidden: boolean; joinedAt: Date; attributes: Record<string, string> } | null;
};

function toParticipant(participant: ParticipantInfo): CallEvent["participant"] {
  const { identity, sid, name, attributes, permission } = participant;
  return { identity, sid, name, attributes, isHidden: permission?.hidden ?? false, joinedAt: joinedAtOf(participant) };
}

/** Beyond this an event is a replay: LiveKit itself stops repeating after half a minute. */
const maxAgeSeconds = 300;

/**
 * Reads a webhook from its body exactly as it was received: the signature covers its bytes.
 * @throws AppError unauthenticated without a signature, with a wrong one, for an altered body or an old event
 */
export async function readWebhook(body: string, authorization: string | null): Promise<CallEvent> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = env();
  const refuse = (cause?: unknown) => new AppError("unauthenticated", { detail: "This webhook is not signed by our LiveKit, or it is old.", cause });
  if (!authorization) throw refuse();
  let event;
  try {
    event = await new WebhookReceiver(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).receive(body, authorization);
  } catch (error) {
    throw refuse(error);
  }
  const createdAt = new Date(Number(event.createdAt) * 1000);
  if (!event.id || Math.abs(Date.now() - createdAt.getTime()) > maxAgeSeconds * 1000) throw refuse();
  return {
    id: event.id,
    kind: event.event,
    createdAt,
    room: event.room ? { name: event.room.name, sid: event.room.sid } : null,
    participant: event.participant ? toParticipant(event.participant) : null,
  };
}
