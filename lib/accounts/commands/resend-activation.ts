import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { recordAskedMail } from "@/lib/accounts/asked-mail";
import { mailedLink } from "@/lib/accounts/links";
import { activationMail, resetMail } from "@/lib/accounts/mails";
import { canActivate } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import type { Actor } from "@/lib/authz/actor";
import { consumeLimit } from "@/lib/platform/limiter";
import { runInBackground } from "@/lib/platform/background";
import { queueMail } from "@/lib/platform/mail/queue";

/** Mails another activation link to an account that waits for one, after the answer: it is the same for every address. */
export function resendActivation(actor: Actor, email: string, requestOrigin: string | null): void {
  runInBackground("resend activation", async () => {
    await consumeLimit("mailPerRecipient", addressKey(email));
    await transaction(async (tx) => {
      const [person] = await tx.select().from(user).where(eq(user.email, email));
      await recordAskedMail(tx, actor, "account.activation_requested", email, person?.id);
      if (!person || !canActivate(person)) return;
      // Somebody who was invited has no password yet: an activated account could not be entered.
      const purpose = person.passwordHash === null ? "reset" : "activate";
      const { token } = await issueToken(tx, purpose, person.id);
      await queueMail(tx, purpose === "reset" ? resetMail : activationMail, { to: { userId: person.id }, data: { url: mailedLink(purpose, person.id, token, requestOrigin) } });
    });
  });
}
