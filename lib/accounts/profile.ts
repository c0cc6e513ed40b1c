import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { addressChange } from "@/db/schema/personal";
import { pictureWidths, type Profile } from "@/lib/accounts/contract";
import { picturePath } from "@/lib/accounts/pictures";
import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";

/** What the settings pages show of the one who asks. @throws AppError unauthenticated */
export async function getProfile(actor: Actor): Promise<Profile> {
  const { userId } = requireUser(actor);
  const [row] = await db().select().from(user).where(eq(user.id, userId));
  if (!row) throw new AppError("unauthenticated");
  const { id, name, email, locale, timeZone, isTimeZoneChosen, roomDefaults, notificationChoices, takesDirect, picture } = row;
  return {
    id, name, email, locale, timeZone, isTimeZoneChosen, roomDefaults, notificationChoices, takesDirect,
    picture: picture === null ? null : picturePath(picture, pictureWidths[1]),
    addressChange: await findWaitingChange(userId),
  };
}

async function findWaitingChange(userId: number): Promise<Profile["addressChange"]> {
  const [row] = await db()
    .select({ newEmail: addressChange.newEmail, until: addressChange.confirmUntil })
    .from(addressChange)
    .where(and(eq(addressChange.userId, userId), isNull(addressChange.confirmedAt), isNull(addressChange.endedAt), gt(addressChange.confirmUntil, sql`now()`)));
  return row ?? null;
}
