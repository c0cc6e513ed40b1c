import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { user } from "@/db/schema/accounts";
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
  const { id, name, email, locale, timeZone, isTimeZoneChosen, roomDefaults, notificationChoices, picture, passwordHash } = row;
  return {
    id, name, email, locale, timeZone, isTimeZoneChosen, roomDefaults, notificationChoices,
    picture: picture === null ? null : picturePath(picture, pictureWidths[1]),
    hasPassword: passwordHash !== null,
  };
}
