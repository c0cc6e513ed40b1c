import type { JoinToken } from "@/lib/calls/contract";

/** Why a person is not let in, as the texts know it. */
export const joinProblems = ["unauthenticated", "forbidden", "banned", "locked", "not_open", "over", "full", "not_found", "rate_limited", "upstream_failed", "offline", "internal"] as const;
export type JoinProblem = (typeof joinProblems)[number];

export type JoinAnswer = { ok: true; key: JoinToken } | { ok: false; problem: JoinProblem };

function problemOf(body: unknown): JoinProblem {
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  return joinProblems.find((each) => each === code) ?? "internal";
}

/** Checked by hand: the schema's library would weigh more than the rest of this page. */
function isKey(body: unknown): body is JoinToken {
  return typeof body === "object" && body !== null && "token" in body && "url" in body && typeof body.token === "string" && typeof body.url === "string";
}

/** Asks for the key to the room's call. Never throws: what went wrong is an answer. */
export async function askForKey(slug: string): Promise<JoinAnswer> {
  let response: Response;
  try {
    response = await fetch(`/api/rooms/${encodeURIComponent(slug)}/token/`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  } catch {
    return { ok: false, problem: "offline" };
  }
  const body: unknown = await response.json().catch(() => null);
  return response.ok && isKey(body) ? { ok: true, key: body } : { ok: false, problem: problemOf(body) };
}
