/** One connection of somebody, as it was; `leftAt` is null while they are inside. */
export type Visit = { identity: string; name: string; joinedAt: Date; leftAt: Date | null };
/** The time that somebody was in a call without a break that counts. */
export type Stay = { joinedAt: Date; leftAt: Date | null };
export type Attendee = { identity: string; name: string; stays: Stay[] };

/** Whether a connection goes on with a stay: overlapping, or back within the grace. */
function continues(stay: Stay, visit: Visit, graceSeconds: number): boolean {
  return stay.leftAt === null || visit.joinedAt.getTime() <= stay.leftAt.getTime() + graceSeconds * 1000;
}

/**
 * Who was in a call from when to when. A lost network and a change of device are several connections and one stay: those
 * that overlap or follow within `graceSeconds` are merged. In the order in which people came; each under their last name.
 */
export function attendanceOf(visits: readonly Visit[], graceSeconds: number): Attendee[] {
  const people = new Map<string, Attendee>();
  for (const visit of [...visits].sort((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime())) {
    const { identity, name, joinedAt, leftAt } = visit;
    const person = people.get(identity) ?? { identity, name, stays: [] };
    people.set(identity, person);
    person.name = name;
    const last = person.stays.at(-1);
    if (!last || !continues(last, visit, graceSeconds)) person.stays.push({ joinedAt, leftAt });
    else if (last.leftAt !== null && (leftAt === null || leftAt > last.leftAt)) last.leftAt = leftAt;
  }
  return [...people.values()];
}
