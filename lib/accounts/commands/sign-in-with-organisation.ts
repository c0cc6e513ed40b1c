import { and, eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { accountIdentity } from "@/db/schema/identities";
import type { SignedIn } from "@/lib/accounts/commands/sign-in";
import { displayNameSchema, emailSchema, maxNameCodePoints, type Locale } from "@/lib/accounts/contract";
import { canActivate, canSignIn, nameFromEmail } from "@/lib/accounts/policy";
import { openSession } from "@/lib/accounts/sessions";
import { voidTokens } from "@/lib/accounts/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";

/** What the provider vouches for, from a verified id token. */
export type OrganisationIdentity = { issuer: string; subject: string; email: string | undefined; isEmailVerified: boolean; name: string | undefined };
export type OrganisationContext = { userAgent: string | null; locale: Locale; createsAccounts: boolean };

type Person = typeof user.$inferSelect;

/**
 * Opens a session for a person that an organisation's provider has identified. Known by (issuer, subject); else linked to
 * the account with the same address, but only when the provider has verified it; else an account is made, where that is
 * allowed.
 * @throws AppError unauthenticated for an address that is missing or unverified, an account that is switched off, or a
 * person without an account where none is made
 */
export async function signInWithOrganisation(actor: Actor, identity: OrganisationIdentity, context: OrganisationContext): Promise<SignedIn> {
  return transaction(async (tx) => {
    const person = (await findLinked(tx, identity)) ?? (await linkByAddress(tx, actor, identity, context));
    if (!canSignIn(person)) throw new AppError("unauthenticated", "This account is switched off.");
    const opened = await openSession(tx, person.id, { address: actor.address, userAgent: context.userAgent });
    await recordAudit(tx, actor, { action: "session.started", target: { type: "user", id: person.id }, details: { sessionId: opened.sessionId, issuer: identity.issuer } });
    return { ...opened, name: person.name, email: person.email, locale: person.locale };
  });
}

async function findLinked(tx: Tx, { issuer, subject }: OrganisationIdentity): Promise<Person | undefined> {
  const [row] = await tx
    .select({ person: user })
    .from(accountIdentity)
    .innerJoin(user, eq(user.id, accountIdentity.userId))
    .where(and(eq(accountIdentity.issuer, issuer), eq(accountIdentity.subject, subject)));
  return row?.person;
}

async function linkByAddress(tx: Tx, actor: Actor, identity: OrganisationIdentity, context: OrganisationContext): Promise<Person> {
  const email = emailSchema.safeParse(identity.email);
  if (!email.success || !identity.isEmailVerified) throw new AppError("unauthenticated", "Your organisation has not verified your address.");
  const person = (await createPerson(tx, actor, email.data, identity, context)) ?? (await adoptPerson(tx, actor, email.data));
  await tx.insert(accountIdentity).values({ issuer: identity.issuer, subject: identity.subject, userId: person.id }).onConflictDoNothing();
  await recordAudit(tx, actor, { action: "account.linked", target: { type: "user", id: person.id }, details: { issuer: identity.issuer } });
  return person;
}

/** A new account; undefined when the address has one already. Two first sign-ins at once make one. */
async function createPerson(tx: Tx, actor: Actor, email: string, { name }: OrganisationIdentity, { locale, createsAccounts }: OrganisationContext): Promise<Person | undefined> {
  if (!createsAccounts) return undefined;
  const shown = displayNameSchema.safeParse([...(name ?? "")].slice(0, maxNameCodePoints).join(""));
  const [made] = await tx
    .insert(user)
    .values({ email, name: shown.success ? shown.data : nameFromEmail(email), locale, isActive: true, emailVerifiedAt: sql`now()` as unknown as Date })
    .onConflictDoNothing()
    .returning();
  if (made) await recordAudit(tx, actor, { action: "account.registered", target: { type: "user", id: made.id } });
  return made;
}

/**
 * The account that has this address. One that was never activated becomes active now, without its password: whoever typed
 * that one never proved that the address is theirs.
 */
async function adoptPerson(tx: Tx, actor: Actor, email: string): Promise<Person> {
  const [person] = await tx.select().from(user).where(eq(user.email, email)).for("update");
  if (!person) throw new AppError("unauthenticated", "There is no account for your address.");
  if (!canActivate(person)) return person;
  const [adopted] = await tx.update(user).set({ isActive: true, emailVerifiedAt: sql`now()`, passwordHash: null, updatedAt: sql`now()` }).where(eq(user.id, person.id)).returning();
  await voidTokens(tx, "activate", person.id);
  await recordAudit(tx, actor, { action: "account.activated", target: { type: "user", id: person.id } });
  return adopted!;
}
