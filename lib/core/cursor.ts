/** A reader's place in many rooms: the last version seen of each. Written `12:40,15:7`. */
export type RoomCursor = Map<number, number>;

/** Parses `since`; null when any part is not `<room id>:<version>` or there are more than 2,000 parts. */
export function parseRoomCursor(text: string): RoomCursor | null {
  const cursor: RoomCursor = new Map();
  if (text === "") return cursor;
  const parts = text.split(",");
  if (parts.length > 2000) return null;
  for (const part of parts) {
    const match = /^(\d{1,15}):(\d{1,15})$/.exec(part);
    if (!match) return null;
    cursor.set(Number(match[1]), Number(match[2]));
  }
  return cursor;
}
