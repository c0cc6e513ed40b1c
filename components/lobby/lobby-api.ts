import type { HostedLobbies, Lobby, LobbyDecision, LobbyMessage, OwnLobbyEntry } from "@/lib/lobby/contract";

const lobbyOf = (room: string | number) => `/api/rooms/${encodeURIComponent(room)}/lobby`;

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as T;
}

const post = (url: string, body: unknown) => fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** One's own entry; null for one who has none any more. @throws Error without a connection */
export async function fetchOwnEntry(slug: string): Promise<OwnLobbyEntry | null> {
  const response = await fetch(`${lobbyOf(slug)}/mine/`);
  if (response.status === 401 || response.status === 404) return null;
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as OwnLobbyEntry;
}

/** Stops waiting. A lost word costs the hosts a moment: they see it when the page is gone for a while. */
export function leaveLobby(slug: string): void {
  fetch(`${lobbyOf(slug)}/mine/`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/** Says, while the page goes, that nobody looks at it: the place is kept for a reload. `seen` is the time of what it showed last. */
export function sayAway(slug: string, seen: string): void {
  navigator.sendBeacon(`${lobbyOf(slug)}/mine/away/?seen=${encodeURIComponent(seen)}`);
}

export type WriteAnswer = { message: LobbyMessage } | { failed: "slowDown" | "notSent" };

async function write(url: string, content: string): Promise<WriteAnswer> {
  try {
    const response = await post(url, { content });
    if (response.ok) return { message: (await response.json()) as LobbyMessage };
    return { failed: response.status === 429 ? "slowDown" : "notSent" };
  } catch {
    return { failed: "notSent" };
  }
}

export const writeToHosts = (slug: string, content: string) => write(`${lobbyOf(slug)}/mine/messages/`, content);
export const writeToWaiting = (roomId: number, entryId: number, content: string) => write(`${lobbyOf(roomId)}/${entryId}/messages/`, content);

/** The rooms of a host in which somebody waits. @throws Error without a connection or session */
export const fetchHostedLobbies = () => readJson<HostedLobbies>("/api/lobby/");
/** Who waits in one of them. @throws Error as above, and for one who hosts it no more */
export const fetchLobby = (roomId: number) => readJson<Lobby>(`${lobbyOf(roomId)}/`);
/** The words with one of them. @throws Error as above */
export const fetchMessages = async (roomId: number, entryId: number) => (await readJson<{ results: LobbyMessage[] }>(`${lobbyOf(roomId)}/${entryId}/messages/`)).results;

/** What came of a decision; `late`: another host was first, or the person left. */
export async function decide(roomId: number, entryId: number, decision: LobbyDecision): Promise<"done" | "late" | "failed"> {
  try {
    const { ok, status } = await post(`${lobbyOf(roomId)}/${entryId}/decide/`, { decision });
    if (ok) return "done";
    return status === 409 || status === 404 ? "late" : "failed";
  } catch {
    return "failed";
  }
}

/** True when everyone who waited was let in. */
export async function admitEveryone(roomId: number): Promise<boolean> {
  try {
    return (await post(`${lobbyOf(roomId)}/admit/`, {})).ok;
  } catch {
    return false;
  }
}
