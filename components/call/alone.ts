/** How somebody stands who may be alone in a call; times in milliseconds of any one clock. */
export type Alone = { kind: "company" } | { kind: "alone"; since: number } | { kind: "asked"; at: number } | { kind: "gone" };
/** How long one is alone before being asked, and how long one has to answer, in seconds. */
export type AloneRules = { askSeconds: number; answerSeconds: number };

export const inCompany: Alone = { kind: "company" };

/**
 * What comes next. Whoever is asked has the whole time to answer, also where the clock has jumped since (a closed laptop);
 * only who does not answer goes.
 */
export function nextAlone(was: Alone, { isAlone, now, rules }: { isAlone: boolean; now: number; rules: AloneRules }): Alone {
  if (was.kind === "gone") return was;
  if (!isAlone) return inCompany;
  if (was.kind === "company") return { kind: "alone", since: now };
  if (was.kind === "alone") return now - was.since >= rules.askSeconds * 1000 ? { kind: "asked", at: now } : was;
  return now - was.at >= rules.answerSeconds * 1000 ? { kind: "gone" } : was;
}
