/** An event as the stream carries it. Those of a room have their place in it; others (progress, read marks) are passing. */
export type WireEvent = { type: string; body: Record<string, unknown>; room_id?: number; version?: number };
export type RoomWireEvent = WireEvent & { room_id: number; version: number };

/** `ended`: the session is over, and nothing will come until the person signs in again. */
export type ConnectionState = "connecting" | "online" | "offline" | "ended";

/** Parses one `data:` line of the stream; null for what is no event. */
export function parseWireEvent(text: string): WireEvent | null {
  try {
    const event = JSON.parse(text) as Partial<WireEvent> | null;
    if (typeof event?.type !== "string") return null;
    return { ...event, type: event.type, body: event.body ?? {} };
  } catch {
    return null;
  }
}

/** True for an event that has a place in a room. */
export function isRoomEvent(event: WireEvent): event is RoomWireEvent {
  return event.room_id !== undefined && event.version !== undefined;
}

/** Where the reader's rooms stand, of a hello. */
export function versionsOf(hello: WireEvent): Map<number, number> {
  return new Map(Object.entries(hello.body).flatMap(([room, version]) => (typeof version === "number" ? [[Number(room), version]] : [])));
}
