import type { AskToSendInput, CallBan, CallState, CallSwitches, ChangeCallRoleInput, ChangeSwitchesInput, LowerHandsInput, MuteInCallInput, Reaction, RemoveFromCallInput } from "@/lib/calls/contract";

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
  | { kind: "role"; body: ChangeCallRoleInput }
  | { kind: "end"; body: Record<string, never> };

/** `later`: decided, but LiveKit is away and hears it within a minute. */
export type ActResult = "done" | "later" | "refused" | "failed";

const callPath = (slug: string) => `/api/rooms/${encodeURIComponent(slug)}`;

type Answer = { result: ActResult; body: Record<string, unknown> | null };

async function post(slug: string, kind: string, body: unknown): Promise<Answer> {
  const nothing = (result: ActResult): Answer => ({ result, body: null });
  try {
    const response = await fetch(`${callPath(slug)}/call/${kind}/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (response.status === 403 || response.status === 409) return nothing("refused");
    if (!response.ok) return nothing("failed");
    if (response.status === 204) return nothing("done");
    const answer = (await response.json()) as Record<string, unknown>;
    return { result: answer.livekit_synced === false ? "later" : "done", body: answer };
  } catch {
    return nothing("failed");
  }
}

/** Asks the server for it. Never throws: what went wrong is an answer. */
export async function act(slug: string, { kind, body }: Act | Part): Promise<ActResult> {
  return (await post(slug, kind, body)).result;
}

/** Turns switches of the room. Answers what is in force now; null where nothing changed. Never throws. */
export async function changeSwitches(slug: string, part: ChangeSwitchesInput): Promise<{ result: ActResult; switches: CallSwitches | null }> {
  const { result, body } = await post(slug, "switches", part);
  return { result, switches: (body?.switches as CallSwitches | undefined) ?? null };
}

/** The call as the server has it for the asker; null while it cannot be known. */
export async function readCall(slug: string, signal: AbortSignal): Promise<CallState | null> {
  try {
    const response = await fetch(`${callPath(slug)}/call/`, { signal });
    return response.ok ? ((await response.json()) as CallState) : null;
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
