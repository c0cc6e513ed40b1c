import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { webauthnChallenge } from "@/db/schema/factors";
import type { ChallengePurpose } from "@/lib/accounts/contract";
import { hashToken } from "@/lib/core/secret";
import { settings } from "@/lib/core/settings";

/** What a challenge is bound to: one purpose, the browser that was asked, and the person where it is known already. */
type Bound = { purpose: ChallengePurpose; browser: string; userId: number | null };

const browserHash = (browser: string) => hashToken("passkey browser", browser);

export async function keepChallenge(challenge: string, { purpose, browser, userId }: Bound): Promise<void> {
  await db().insert(webauthnChallenge).values({ challenge, purpose, userId, browserHash: browserHash(browser), expiresAt: sql`now() + make_interval(secs => ${settings.passkeyChallengeSeconds})` });
}

/** Uses a challenge up, once, whatever becomes of the answer. False for one that is unknown, used, too old or bound to something else. */
export async function redeemChallenge(challenge: string, { purpose, browser, userId }: Bound): Promise<boolean> {
  const used = await db()
    .delete(webauthnChallenge)
    .where(
      and(
        eq(webauthnChallenge.challenge, challenge),
        eq(webauthnChallenge.purpose, purpose),
        eq(webauthnChallenge.browserHash, browserHash(browser)),
        userId === null ? isNull(webauthnChallenge.userId) : eq(webauthnChallenge.userId, userId),
        gt(webauthnChallenge.expiresAt, sql`now()`),
      ),
    )
    .returning({ challenge: webauthnChallenge.challenge });
  return used.length === 1;
}

/** Forgets those that nobody answered. Answers how many. */
export async function pruneChallenges(): Promise<number> {
  const gone = await db().delete(webauthnChallenge).where(lt(webauthnChallenge.expiresAt, sql`now()`)).returning({ challenge: webauthnChallenge.challenge });
  return gone.length;
}
