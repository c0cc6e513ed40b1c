import type { JoinToken } from "@/lib/calls/contract";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";

/** Why a person is not let in, as the texts know it. */
export const joinProblems = ["unauthenticated", "forbidden", "banned", "locked", "not_open", "over", "full", "not_found", "rate_limited", "upstream_failed", "invalid_input", "offline", "internal", "passphrase_missing", "encryption_unsupported", "encryption_changed"] as const;
export type JoinProblem = (typeof joinProblems)[number];

export type JoinAnswer = { kind: "key"; key: JoinToken } | { kind: "wait"; entry: OwnLobbyEntry } | { kind: "refused"; problem: JoinProblem };

function problemOf(body: unknown): JoinProblem {
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  return joinProblems.find((each) => each === code) ?? "internal";
}

/** Checked by hand: the schema's library would weigh more than the rest of this page. */
function isKey(body: unknown): body is JoinToken {
  return typeof body === "object" && body !== null && "token" in body && "url" in body && typeof body.token === "string" && typeof body.url === "string";
}

function entryOf(body: unknown): OwnLobbyEntry | null {
  return typeof body === "object" && body !== null && "lobby" in body ? (body.lobby as OwnLobbyEntry) : null;
}

/** Asks for the key to the room's call; those without an account by a name. Who must be let in waits from here on. Never throws: what went wrong is an answer. */
export async function askForKey(slug: string, name?: string): Promise<JoinAnswer> {
  let response: Response;
  try {
    response = await fetch(`/api/rooms/${encodeURIComponent(slug)}/token/`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name }) });
  } catch {
    return { kind: "refused", problem: "offline" };
  }
  const body: unknown = await response.json().catch(() => null);
  const entry = response.status === 202 ? entryOf(body) : null;
  if (entry) return { kind: "wait", entry };
  return response.ok && isKey(body) ? { kind: "key", key: body } : { kind: "refused", problem: problemOf(body) };
}
