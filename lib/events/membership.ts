import { afterCommit, type Tx } from "@/db/client";
import { publish } from "@/lib/platform/listen";

/** Topic of `[user id, room id, version]`: from this version on the person hears the room. */
export const membersTopic = "members";

/** After the commit, lets the person's open event streams hear a room that they have just become a member of. */
export function wakeMember(tx: Tx, userId: number, roomId: number, version: number): void {
  afterCommit(tx, `member:${userId}:${roomId}`, () => publish(membersTopic, [userId, roomId, version]));
}
