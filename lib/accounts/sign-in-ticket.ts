import { z } from "zod";
import { hashToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";
import { seal, unseal } from "@/lib/platform/seal";

const content = z.object({ id: z.int(), mark: z.string(), until: z.number() });
const purpose = "sign-in ticket";

/** Which password it is, without being of use to find it out. */
export function passwordMark(person: { passwordHash: string | null }): string {
  return hashToken("password mark", person.passwordHash ?? "");
}

/**
 * Says that its holder gave the right password a moment ago, so that the page of the second step need not keep the
 * password itself. Sealed: only we can make or read one. Whoever holds it still needs a code.
 */
export function sealTicket(person: { id: number; passwordHash: string | null }): string {
  return seal(purpose, JSON.stringify({ id: person.id, mark: passwordMark(person), until: Date.now() + settings.signInTicketSeconds * 1000 }));
}

/** Whose ticket it is and for which password; null for one that is not ours or too old. */
export function openTicket(ticket: string): { id: number; mark: string } | null {
  const text = unseal(purpose, ticket);
  if (text === null) return null;
  const { id, mark, until } = content.parse(JSON.parse(text));
  return until > Date.now() ? { id, mark } : null;
}
