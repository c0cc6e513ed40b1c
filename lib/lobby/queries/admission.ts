import { sql, type Placeholder, type SQL } from "drizzle-orm";
import { call } from "@/db/schema/calls";
import { lobbyEntry } from "@/db/schema/lobby";
import { room } from "@/db/schema/rooms";
import { settings } from "@/lib/core/settings";

/**
 * Whether a host let an identity in, as a column of a query over `room` and its running `call`. An admission is for one
 * call: none counts from before the last call's end, and where no call runs it holds as long as one waits.
 * `since`: a removal, after which an earlier admission is worth nothing.
 */
export function isAdmittedSql(identity: Placeholder, since: SQL): SQL<boolean> {
  const lastEnd = sql`coalesce((select max(past.ended_at) from ${call} past where past.room_id = ${room.id}), '-infinity')`;
  return sql<boolean>`exists (
    select from ${lobbyEntry} admission
    where admission.room_id = ${room.id} and admission.identity = ${identity} and admission.state = 'admitted'
      and admission.decided_at > ${since} and admission.decided_at > ${lastEnd}
      and admission.decided_at > coalesce(${call.startedAt}, now()) - make_interval(secs => ${settings.lobbyWaitSeconds}))`;
}
