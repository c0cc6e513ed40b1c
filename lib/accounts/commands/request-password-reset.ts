import { eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressKey } from "@/lib/accounts/address-key";
import { recordAskedMail } from "@/lib/accounts/asked-mail";
import { mailedLink } from "@/lib/accounts/links";
import { resetMail } from "@/lib/accounts/mails";
import { canResetPassword } from "@/lib/accounts/policy";
import { issueToken } from "@/lib/accounts/tokens";
import type { Actor } from "@/lib/authz/actor";
import { runInBackground } from "@/lib/platform/background";
import { consumeLimit } from "@/lib/platform/limiter";
import { queueMail } from "@/lib/platform/mail/queue";

/** Mails a reset link where the address has an account; all of it after the answer, which is the same for every address, in the same time. */
export function requestPasswordReset(actor: Actor, email: string, requestOrigin: string | null): void {
  runInBackground("password reset mail", async () => {
    await consumeLimit("mailPerRecipient", addressKey(email));
    await transaction(async (tx) => {
      const [person] = await tx.select().from(user).where(eq(user.email, email)).for("update");
      await recordAskedMail(tx, actor, "account.reset_requested", email, person?.id);
      if (!person || !canResetPassword(person)) return;
      const { token } = await issueToken(tx, "reset", person.id);
      await queueMail(tx, resetMail, { to: { userId: person.id }, data: { url: mailedLink("reset", person.id, token, requestOrigin) } });
    });
  });
}
