import type { JoinClaims } from "@/lib/platform/livekit/tokens";

/* Rooms of connection tests: a name that no address can be, and one identity that belongs to it. */
const prefix = "test:";

export function testRoom(id: string): string {
  return `${prefix}${id}`;
}

export function testIdentity(id: string): string {
  return `t${id}`;
}

export function isTestRoom(room: string): boolean {
  return room.startsWith(prefix);
}

/** Whether a key of ours still opens its test room. LiveKit renews keys by itself, so the end is written into it. */
export function mayTestStill({ room, identity, attributes }: JoinClaims, now: number): boolean {
  return identity === testIdentity(room.slice(prefix.length)) && Number(attributes.until) > now;
}
