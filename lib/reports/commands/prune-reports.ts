import { lt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { messageReport } from "@/db/schema/reports";
import { settings } from "@/lib/core/settings";

/** Forgets what was decided long ago, with the messages that it keeps. Answers how many went. */
export async function pruneReports(): Promise<number> {
  const gone = await db().delete(messageReport).where(lt(messageReport.closedAt, sql`now() - make_interval(secs => ${settings.reportKeptSeconds})`)).returning({ id: messageReport.id });
  return gone.length;
}
