import { eq, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { application } from "@/db/schema/applications";
import { nameFromEmail } from "@/lib/accounts/policy";
import type { IssuedToken, TokenInput } from "@/lib/applications/contract";
import { canActFor, isAddressAllowed } from "@/lib/applications/policy";
import { isGoodSecret, listGoodHashes } from "@/lib/applications/secrets";
import { addToken } from "@/lib/applications/tokens";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { consumeLimit, giveBack } from "@/lib/platform/limiter";

type Refusal = { reason: "wrong_secret" | "inactive" | "domain_not_allowed" | "no_such_user"; error: AppError };
type Outcome = { token: IssuedToken } | { refusal: Refusal | null };

const badClient = () => new AppError("unauthenticated", "The client is not known, its secret is wrong, or it is switched off.");

/**
 * A token with which a program acts for the person with this address. Failures count by the client's address before it
 * is known whether they are some; those of a known application stay in the audit log.
 * A person without an account gets one where the application may make accounts.
 * @throws AppError unauthenticated for a bad or switched-off client, forbidden for another domain, not_found without such a person, rate_limited
 */
export async function issueToken(actor: Actor, input: TokenInput): Promise<IssuedToken> {
  const client = actor.address ?? "unknown";
  await consumeLimit("applicationSecretFailuresPerClient", client);
  const outcome = await transaction((tx) => decide(tx, actor, input)).catch(async (error: unknown) => {
    // Another limit, or a database that is away: the secret was not wrong.
    await giveBack("applicationSecretFailuresPerClient", client);
    throw error;
  });
  const isSecretGood = "token" in outcome || (outcome.refusal !== null && outcome.refusal.reason !== "wrong_secret");
  if (isSecretGood) await giveBack("applicationSecretFailuresPerClient", client);
  if ("token" in outcome) return outcome.token;
  throw outcome.refusal?.error ?? badClient();
}

/** Answers a refusal instead of throwing it: its audit entry must be committed. */
async function decide(tx: Tx, actor: Actor, input: TokenInput): Promise<Outcome> {
  const program = await lockProgram(tx, input.client_id);
  const isGood = isGoodSecret(input.client_secret, program ? await listGoodHashes(tx, program.id) : []);
  if (!program) return { refusal: null };
  const target = { type: "application", id: program.id };
  const refuse = async (reason: Refusal["reason"], error: AppError): Promise<Outcome> => {
    await recordAudit(tx, actor, { action: "application.token_refused", target, details: { reason } });
    return { refusal: { reason, error } };
  };
  if (!isGood) return refuse("wrong_secret", badClient());
  if (!program.isActive) return refuse("inactive", badClient());
  await consumeLimit("applicationTokenPerApplication", program.id);
  if (!isAddressAllowed(input.scope, program.allowedDomains)) return refuse("domain_not_allowed", new AppError("forbidden", "This application may not act for people of this domain."));
  const person = await (await findPerson(tx, input.scope)) ?? (await makePerson(tx, actor, program, input.scope));
  if (!person || !canActFor(program, person)) return refuse("no_such_user", new AppError("not_found", "There is no such user."));
  const token = await addToken(tx, program.id, person.id, program.scopes);
  await tx.update(application).set({ lastUsedAt: sql`now()` }).where(eq(application.id, program.id));
  await recordAudit(tx, actor, { action: "application.token_issued", target, details: { forUser: person.id } });
  return { token: { access_token: token, token_type: "Bearer", expires_in: settings.applicationTokenSeconds, scope: program.scopes.join(" ") } };
}

type Program = typeof application.$inferSelect;
type Person = typeof user.$inferSelect;

async function findPerson(tx: Tx, email: string): Promise<Person | undefined> {
  const [person] = await tx.select().from(user).where(eq(user.email, email));
  return person;
}

/**
 * An account without a password that waits for its activation, where the program may make one; its person opens it with
 * a reset link or through their organisation. Two programs that ask at once make one.
 */
async function makePerson(tx: Tx, actor: Actor, program: Program, email: string): Promise<Person | undefined> {
  if (!program.mayCreateUsers) return undefined;
  await consumeLimit("createUserPerApplication", program.id);
  const [made] = await tx.insert(user).values({ email, name: nameFromEmail(email) }).onConflictDoNothing().returning();
  if (made) await recordAudit(tx, actor, { action: "account.registered", target: { type: "user", id: made.id }, details: { byApplication: program.id } });
  return made ?? findPerson(tx, email);
}

/** Locked, so that no token is made while its application is being switched off. */
async function lockProgram(tx: Tx, clientId: string): Promise<Program | undefined> {
  // Postgres refuses NUL in a text; no client id has one.
  if (!/^[\w-]+$/.test(clientId)) return undefined;
  const [program] = await tx.select().from(application).where(eq(application.clientId, clientId)).for("no key update");
  return program;
}
