import { inngest } from "@/inngest/client";
import { trigger } from "@/inngest/events";
import { deactivateUser } from "@/lib/accounts/commands/deactivate-user";
import { removeFromCall } from "@/lib/calls/commands/remove-from-call";
import { hideMessage } from "@/lib/chat/commands/hide-message";
import { isAppError } from "@/lib/core/errors";
import { reportDecided, type ReportMeasure } from "@/lib/reports/contract";
import { readDecision, type ReportDecision } from "@/lib/reports/queries/decision";

/** What cannot be done any more (somebody is gone, off already, became a host) is an outcome, and told as its code; the rest is tried again. */
async function attempt(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return "done";
  } catch (error) {
    if (isAppError(error) && error.status < 500) return error.code;
    throw error;
  }
}

/** Carries one measure out, in the name of who decided it. Doing it twice is doing it once. */
async function take(measure: ReportMeasure, { decider, roomId, messageId: id, authorId, identity }: ReportDecision): Promise<string> {
  if (measure === "hide") return attempt(() => hideMessage(decider, { roomId, id }));
  if (measure === "ban") return identity === null ? "not_found" : attempt(() => removeFromCall(decider, String(roomId), { identity, ban: true }));
  if (measure === "deactivate") return authorId === null ? "not_found" : attempt(() => deactivateUser(decider, authorId));
  return "done";
}

/** All measures of a decision, the message first and the account last: who is switched off cannot be found any more. */
export async function carryOut(reportId: number, run: (name: string, act: () => Promise<string>) => Promise<string> = (_, act) => act()): Promise<Record<string, string>> {
  const decision = await readDecision(reportId);
  const outcomes: Record<string, string> = {};
  if (!decision) return outcomes;
  for (const measure of ["hide", "ban", "deactivate"] as const) if (decision.measures.includes(measure)) outcomes[measure] = await run(measure, () => take(measure, decision));
  return outcomes;
}

/** At once: what moderators decided about a reported message becomes so. */
export const carryOutReport = inngest.createFunction(
  { id: "carry-out-report", name: "Carry out what was decided about a report", triggers: [trigger(reportDecided)], retries: 5 },
  async ({ event, step }) => carryOut(event.data.reportId, (name, act) => step.run(name, act) as Promise<string>),
);
