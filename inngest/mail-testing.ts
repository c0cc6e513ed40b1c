import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { outboxMail } from "@/db/schema/mails";
import { mailKinds } from "@/inngest/mail-kinds";
import { sendQueuedMail, type Tried } from "@/lib/platform/mail/send-queued";

/** For tests: what the job does, at once. One try at each mail that is queued, oldest first. */
export async function sendQueuedMails(): Promise<Tried[]> {
  const queued = await db().select({ id: outboxMail.id }).from(outboxMail).where(eq(outboxMail.state, "queued")).orderBy(outboxMail.id);
  const tried: Tried[] = [];
  for (const { id } of queued) tried.push(await sendQueuedMail(id, mailKinds));
  return tried;
}
