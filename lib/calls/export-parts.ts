import { eq, gt, and } from "drizzle-orm";
import { db } from "@/db/client";
import { call, callCaption, callVisit } from "@/db/schema/calls";
import { userIdentity } from "@/lib/calls/contract";
import { inPages, type ExportPart } from "@/lib/core/export-part";

const pageSize = 500;

/** Every stay of the person in a call. */
function visitsOf(personId: number) {
  const { id, callId, name, joinedAt, leftAt } = callVisit;
  return inPages((afterId) =>
    db()
      .select({ id, callId, roomId: call.roomId, name, joinedAt, leftAt })
      .from(callVisit)
      .innerJoin(call, eq(call.id, callVisit.callId))
      .where(and(eq(callVisit.identity, userIdentity(personId)), gt(id, afterId)))
      .orderBy(id)
      .limit(pageSize),
  );
}

/** What the person said where it was kept in writing. */
function captionsOf(personId: number) {
  const { id, callId, startMs, content } = callCaption;
  return inPages((afterId) =>
    db()
      .select({ id, callId, roomId: call.roomId, callStartedAt: call.startedAt, startMs, content })
      .from(callCaption)
      .innerJoin(call, eq(call.id, callCaption.callId))
      .where(and(eq(callCaption.identity, userIdentity(personId)), gt(id, afterId)))
      .orderBy(id)
      .limit(pageSize),
  );
}

export const callParts: ExportPart[] = [
  { name: "calls", rows: visitsOf },
  { name: "captions", rows: captionsOf },
];
