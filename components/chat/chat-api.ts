import type { MissedEvents } from "@/components/realtime/room-sequence";
import type { Message } from "@/lib/chat/contract";

/** How many messages are asked for at once. */
export const pageSize = 50;

export type MessagesPage = { messages: Message[]; hasOlder: boolean };

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as T;
}

/** The latest messages, or those before a version. @throws Error without a connection, or when the room is not open to the reader */
export async function fetchMessages(roomId: number, beforeVersion?: number): Promise<MessagesPage> {
  const before = beforeVersion === undefined ? "" : `&before=${beforeVersion}`;
  const page = await readJson<{ next: string | null; results: Message[] }>(`/api/rooms/${roomId}/messages/?system=1&limit=${pageSize}${before}`);
  return { messages: page.results, hasOlder: page.next !== null };
}

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

export type SendAnswer = { message: Message } | { refused: "slow_down" | "refused" } | { lost: true };

/** Sends a message. `lost`: nobody knows whether it arrived; the same client id may be sent again. */
export async function postMessage(roomId: number, clientId: string, content: string): Promise<SendAnswer> {
  try {
    const response = await post(`/api/rooms/${roomId}/messages/`, { content, client_id: clientId });
    if (response.ok) return { message: (await response.json()) as Message };
    if (response.status === 429) return { refused: "slow_down" };
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

/** Changes the text of one's own message. */
export const patchMessage = (roomId: number, id: number, content: string): Promise<ChangeAnswer> => change("PATCH", roomId, id, { content });

/** Takes a message away. */
export const removeMessage = (roomId: number, id: number): Promise<ChangeAnswer> => change("DELETE", roomId, id);

/** Remembers how far one has read. A lost mark is made good by the next one. */
export function postRead(roomId: number, version: number): void {
  post(`/api/rooms/${roomId}/read/`, { version }).catch(() => undefined);
}
