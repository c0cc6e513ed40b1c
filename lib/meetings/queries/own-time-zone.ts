import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import type { UserActor } from "@/lib/authz/actor";
import { isTimeZone } from "@/lib/meetings/schedule";

/** The zone of a person's profile; UTC where it names none that is known. */
export async function getOwnTimeZone(actor: UserActor): Promise<string> {
  const [row] = await db().select({ timeZone: user.timeZone }).from(user).where(eq(user.id, actor.userId));
  return row && isTimeZone(row.timeZone) ? row.timeZone : "UTC";
}
