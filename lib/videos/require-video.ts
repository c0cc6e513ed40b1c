import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import type { Actor } from "@/lib/authz/actor";
import { authorize, type Verdict } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { factColumns, factsOf, isRoomMember } from "@/lib/videos/facts";
import type { VideoFacts } from "@/lib/videos/policy";

/** Refuses those whom the policy does not let; for all others there is no such video. @throws AppError */
export async function requireVideo(actor: Actor, videoId: number, may: (actor: Actor, facts: VideoFacts) => Verdict): Promise<void> {
  const [row] = await db().select({ ...factColumns, isRoomMember: isRoomMember(actor) }).from(video).where(eq(video.id, videoId));
  if (!row) throw new AppError("not_found");
  authorize(may(actor, factsOf(row)));
}
