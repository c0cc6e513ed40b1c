import type { MissedEvents } from "@/components/realtime/room-sequence";
import type { FoundMessage, Message, Reacted, Readers, UnreadPlace } from "@/lib/chat/contract";

/** How many messages are asked for at once. */
export const pageSize = 50;

export type MessagesPage = { messages: Message[]; hasOlder: boolean; hasNewer: boolean };

async function readJson<T>(url: string, signal: AbortSignal | null = null): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" }, signal });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as T;
}

/** The latest messages, or those before or after a version. @throws Error without a connection, or when the room is not open to the reader */
export async function fetchMessages(roomId: number, place: { before?: number; after?: number } = {}, limit = pageSize): Promise<MessagesPage> {
  const where = Object.entries(place).map(([side, version]) => `&${side}=${version}`);
  const page = await readJson<{ next: string | null; previous: string | null; results: Message[] }>(`/api/rooms/${roomId}/messages/?system=1&limit=${limit}${where.join("")}`);
  return { messages: page.results, hasOlder: page.next !== null, hasNewer: page.previous !== null };
}

/** The messages around a version, that one included. @throws Error as above */
export async function fetchAround(roomId: number, version: number): Promise<MessagesPage> {
  const [before, after] = await Promise.all([fetchMessages(roomId, { before: version + 1 }), fetchMessages(roomId, { after: version })]);
  return { messages: [...after.messages, ...before.messages], hasOlder: before.hasOlder, hasNewer: after.hasNewer };
}

/** The messages that hold all of the words, newest first; `next` is where more of them are asked for. @throws Error as above */
export function fetchFound(roomId: number, words: string, signal: AbortSignal): Promise<{ results: FoundMessage[]; next: string | null }> {
  return readJson(`/api/messages/search/?room=${roomId}&limit=30&q=${encodeURIComponent(words)}`, signal);
}

/** The first version of a room's history at or after a moment; null where nothing came after it. @throws Error as above */
export async function fetchVersionAt(roomId: number, at: Date): Promise<number | null> {
  return (await readJson<{ version: number | null }>(`/api/rooms/${roomId}/messages/at/?time=${at.toISOString()}`)).version;
}

export type Member = { id: number; username: string };

/** Members of a room whose name holds the letters, hosts first. @throws Error as above, and for guests */
export async function fetchMembers(roomId: number, letters: string, signal: AbortSignal): Promise<Member[]> {
  return (await readJson<{ results: Member[] }>(`/api/rooms/${roomId}/members/?limit=9&q=${encodeURIComponent(letters.trim())}`, signal)).results;
}

/** How far one has read a room. @throws Error as above, and for guests */
export const fetchUnread = (roomId: number): Promise<UnreadPlace> => readJson<UnreadPlace>(`/api/rooms/${roomId}/read/`);

/** Who has read as far as a message. @throws Error as above, and for guests */
export const fetchReaders = (roomId: number, id: number): Promise<Readers> => readJson<Readers>(`/api/rooms/${roomId}/messages/${id}/readers/`);

/** What the room's sequence misses. @throws Error as above */
export function fetchMissed(roomId: number, after: number): Promise<MissedEvents> {
  return readJson<MissedEvents>(`/api/rooms/${roomId}/events/?after=${after}`);
}

/** Where the room stands now. @throws Error as above */
export async function fetchVersion(roomId: number): Promise<number> {
  return (await readJson<{ version: number }>(`/api/rooms/${roomId}/`)).version;
}

async function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

export type SendAnswer = { message: Message } | { refused: "slow_down" | "refused"; /** In slow mode: until when one has to wait. */ waitSeconds?: number } | { lost: true };

async function waitOf(response: Response): Promise<{ waitSeconds?: number }> {
  const { wait_seconds: waitSeconds } = (await response.json()) as { wait_seconds?: number };
  return waitSeconds === undefined ? {} : { waitSeconds };
}

/** Sends a message. `lost`: nobody knows whether it arrived; the same client id may be sent again. */
export async function postMessage(roomId: number, clientId: string, content: string, more: { reply_to?: number | undefined; mentions?: readonly number[] | undefined; attachments?: readonly string[] | undefined } = {}): Promise<SendAnswer> {
  try {
    const response = await post(`/api/rooms/${roomId}/messages/`, { content, client_id: clientId, ...more });
    if (response.ok) return { message: (await response.json()) as Message };
    if (response.status === 429) return { refused: "slow_down", ...(await waitOf(response)) };
    return response.status < 500 ? { refused: "refused" } : { lost: true };
  } catch {
    return { lost: true };
  }
}

/** What became of a change: the message as it is now, or that it was refused or is not known to have arrived. */
export type ChangeAnswer = { message: Message } | "refused" | "lost";

async function change(method: "PATCH" | "DELETE", roomId: number, id: number, body?: unknown): Promise<ChangeAnswer> {
  try {
    const init = body === undefined ? { method } : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(`/api/rooms/${roomId}/messages/${id}/`, init);
    return response.ok ? { message: (await response.json()) as Message } : "refused";
  } catch {
    return "lost";
  }
}

/** Changes the text of one's own message. @param mentions whom it names besides, by number */
export const patchMessage = (roomId: number, id: number, content: string, mentions: readonly number[]): Promise<ChangeAnswer> => change("PATCH", roomId, id, { content, ...(mentions.length > 0 ? { mentions } : {}) });

/** Takes a message away. */
export const removeMessage = (roomId: number, id: number): Promise<ChangeAnswer> => change("DELETE", roomId, id);

/** What became of a reaction: all signs of the message, or why not; `full`: it has as many kinds as it can have. */
export type ReactAnswer = { reacted: Reacted } | "full" | "slow_down" | "refused" | "lost";

/** Sets one's sign to a message or takes it away. */
export async function putReaction(roomId: number, id: number, emoji: string, on: boolean): Promise<ReactAnswer> {
  try {
    const response = await fetch(`/api/rooms/${roomId}/messages/${id}/reactions/`, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ emoji, on }) });
    if (response.ok) return { reacted: (await response.json()) as Reacted };
    if (response.status === 429) return "slow_down";
    return response.status === 409 ? "full" : "refused";
  } catch {
    return "lost";
  }
}

/** Remembers how far one has read. A lost mark is made good by the next one. */
export function postRead(roomId: number, version: number): void {
  post(`/api/rooms/${roomId}/read/`, { version }).catch(() => undefined);
}

/** Tells that one is writing. A sign that is lost is made good by the next one. */
export function postTyping(roomId: number): void {
  fetch(`/api/rooms/${roomId}/typing/`, { method: "POST" }).catch(() => undefined);
}

/** Asks moderators to look at a message. `again`: one has done so already, or it was deleted. */
export async function postReport(roomId: number, id: number, reason: string, words: string): Promise<"done" | "again" | "many" | "failed"> {
  try {
    const response = await post(`/api/rooms/${roomId}/messages/${id}/report/`, { reason, ...(words.trim() ? { words } : {}) });
    if (response.ok) return "done";
    if (response.status === 429) return "many";
    return response.status === 409 ? "again" : "failed";
  } catch {
    return "failed";
  }
}
