import { createHmac } from "node:crypto";
import { handAttribute } from "@/lib/calls/constants";
import type { MediaSource } from "@/lib/calls/contract";
import type { Entry } from "@/lib/calls/entry";
import { callRoleOf, sourcesOf } from "@/lib/calls/policy";
import { env } from "@/lib/platform/env";

/*
 * What the server says about a person in a call. LiveKit keeps attributes in the keys that it renews by itself, and only
 * the server changes them: that is how a connection tells which sign-in it belongs to. Everyone in the call sees them.
 */
const roleAttribute = "role";
const tagAttribute = "place";
const encryptionAttribute = "encryption";

function tagOf(holder: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`place in a call\0${holder}`).digest("base64url").slice(0, 16);
}

/** Tells a person's sign-ins apart without naming one: what others see of it is of no use. */
export function tagOfSession(sessionId: string): string {
  return tagOf(sessionId);
}

/** A guest's cookie is one for all its tabs. */
export function tagOfGuest(guestId: number): string {
  return tagOf(`guest ${guestId}`);
}

/** The tag that a key or a connection carries; null for one that is none of ours. */
export function tagIn(attributes: Record<string, string>): string | null {
  return attributes[tagAttribute] ?? null;
}

/** The role that a connection has in the call, as it was told last. */
export function roleIn(attributes: Record<string, string>): string | null {
  return attributes[roleAttribute] ?? null;
}

/**
 * Whether somebody was told the opposite of what holds for the room's encryption: it was switched between the key and the
 * connection. Nobody may be in an encrypted call unencrypted, nor the other way round. Older keys say nothing of it.
 */
export function wasToldOtherwise(attributes: Record<string, string>, { facts }: Pick<Entry, "facts">): boolean {
  const told = attributes[encryptionAttribute];
  return told !== undefined && told !== encryptionOf(facts);
}

const encryptionOf = ({ room }: Entry["facts"]) => (room.settings.encryption ? "on" : "off");

/** What a person is and may send in the call; whole, since LiveKit replaces permissions as a whole. */
export function placeOf({ facts, handRaisedAt }: Pick<Entry, "facts" | "handRaisedAt">, tag: string): { attributes: Record<string, string>; sources: readonly MediaSource[] } {
  return { attributes: { [roleAttribute]: callRoleOf(facts), [tagAttribute]: tag, [handAttribute]: handRaisedAt ?? "", [encryptionAttribute]: encryptionOf(facts) }, sources: sourcesOf(facts) };
}
