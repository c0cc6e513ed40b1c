import type { AskToSendInput, CallBan, CallState, LowerHandsInput, MuteInCallInput, Reaction, RemoveFromCallInput } from "@/lib/calls/contract";

/** What everyone in the call does. */
export type Part = { kind: "hand"; body: { raised: boolean } } | { kind: "reaction"; body: { reaction: Reaction } };

/** What a host does to the call; the kind is the end of its address. */
export type Act =
  | { kind: "remove"; body: RemoveFromCallInput }
  | { kind: "mute"; body: MuteInCallInput }
  | { kind: "lock"; body: { locked: boolean } }
  | { kind: "hands/lower"; body: LowerHandsInput }
  | { kind: "spotlight"; body: { identity: string | null } }
  | { kind: "ask"; body: AskToSendInput }
  | { kind: "end"; body: Record<string, never> };

/** `later`: decided, but LiveKit is away and hears it within a minute. */
export type ActResult = "done" | "later" | "refused" | "failed";

const callPath = (slug: string) => `/api/rooms/${encodeURIComponent(slug)}`;

/** Asks the server for it. Never throws: what went wrong is an answer. */
export async function act(slug: string, { kind, body }: Act | Part): Promise<ActResult> {
  try {
    const response = await fetch(`${callPath(slug)}/call/${kind}/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (response.status === 403 || response.status === 409) return "refused";
    if (!response.ok) return "failed";
    if (response.status === 204) return "done";
    const answer = (await response.json()) as { livekit_synced?: boolean };
    return answer.livekit_synced === false ? "later" : "done";
  } catch {
    return "failed";
  }
}

/** What the asker may do; null while it cannot be known. */
export async function readAbilities(slug: string, signal: AbortSignal): Promise<CallState["abilities"] | null> {
  try {
    const response = await fetch(`${callPath(slug)}/call/`, { signal });
    return response.ok ? ((await response.json()) as CallState).abilities : null;
  } catch {
    return null;
  }
}

export async function readBans(slug: string): Promise<CallBan[] | null> {
  try {
    const response = await fetch(`${callPath(slug)}/bans/`);
    return response.ok ? ((await response.json()) as CallBan[]) : null;
  } catch {
    return null;
  }
}

export async function liftBan(slug: string, banId: number): Promise<boolean> {
  try {
    return (await fetch(`${callPath(slug)}/bans/${banId}/`, { method: "DELETE" })).ok;
  } catch {
    return false;
  }
}
