import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { mailedLink } from "@/lib/accounts/links";
import { activationMail } from "@/lib/accounts/mails";
import { canActivate } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import { consumeLimit } from "@/lib/platform/limiter";
import { runInBackground } from "@/lib/platform/background";
import { queueMail } from "@/lib/platform/mail/queue";

/** Mails another activation link to an account that waits for one, after the answer: it is the same for every address. */
export function resendActivation(email: string, requestOrigin: string | null): void {
  runInBackground("resend activation", async () => {
    await consumeLimit("mailPerRecipient", addressKey(email));
    await transaction(async (tx) => {
      const [person] = await tx.select().from(user).where(eq(user.email, email));
      if (!person || !canActivate(person)) return;
      const { token } = await issueToken(tx, "activate", person.id);
      await queueMail(tx, activationMail, { to: { userId: person.id }, data: { url: mailedLink("activate", person.id, token, requestOrigin) } });
    });
  });
}
