import type { Awareness } from "y-protocols/awareness";
import { personHue } from "@/lib/core/hue";
import type { NoteAnswer, NoteCursor } from "@/lib/notes/contract";

type Told = Extract<NoteAnswer, { type: "cursor" }>;
/** Whose cursor the editor draws. */
export type CursorPerson = { name: string; hue: number };

/** Where this tab's cursor stands, as it is told to others. */
export function tellCursor(awareness: Awareness): NoteCursor {
  const cursor = (awareness.getLocalState()?.cursor ?? null) as NoteCursor;
  // The editor's own objects: only what JSON keeps of them is told.
  return cursor && (JSON.parse(JSON.stringify({ anchor: cursor.anchor, head: cursor.head })) as NoteCursor);
}

/** Notes where somebody else's cursor stands, or that all are gone with the connection. The names are the server's. */
export function takeCursor(awareness: Awareness, told: Told | "all", origin: unknown): void {
  const { states, meta, clientID } = awareness;
  const gone = told === "all" ? [...states.keys()].filter((client) => client !== clientID) : told.cursor === null ? [told.client] : [];
  const removed = gone.filter((client) => client !== clientID && states.delete(client));
  for (const client of removed) meta.delete(client);
  const changes = { added: [] as number[], updated: [] as number[], removed };
  if (told !== "all" && told.cursor !== null && told.client !== clientID) {
    (states.has(told.client) ? changes.updated : changes.added).push(told.client);
    const user: CursorPerson = { name: told.person.name, hue: personHue(told.person.identity) };
    states.set(told.client, { cursor: told.cursor, user });
    // Whoever is not heard of for half a minute is gone: the library's own rule.
    meta.set(told.client, { clock: (meta.get(told.client)?.clock ?? 0) + 1, lastUpdated: Date.now() });
  }
  if (changes.added.length + changes.updated.length + removed.length > 0) awareness.emit("change", [changes, origin]);
}

/** A cursor in the text: a line in the person's colour with their name. */
export function drawCursor({ name, hue }: CursorPerson): HTMLElement {
  const cursor = document.createElement("span");
  cursor.className = "note-cursor";
  cursor.dataset.person = String(hue);
  // Moves with each letter of somebody else: not for those who listen.
  cursor.setAttribute("aria-hidden", "true");
  const flag = document.createElement("span");
  flag.textContent = name;
  // The joiners keep the line from opening a gap, and words from breaking beside it.
  cursor.append("\u2060", flag, "\u2060");
  return cursor;
}
