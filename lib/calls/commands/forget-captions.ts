import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { callCaption } from "@/db/schema/calls";
import { userIdentity } from "@/lib/calls/contract";

/** Deletes what a person said in calls, in writing: of somebody who is gone nobody keeps the words. Answers how many sentences. */
export async function forgetCaptionsOf(personId: number): Promise<number> {
  const { count } = await db().delete(callCaption).where(eq(callCaption.identity, userIdentity(personId)));
  return count;
}
