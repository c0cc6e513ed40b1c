import type { RoomTexts } from "@/components/rooms/texts";
import { Avatar } from "@/components/ui/avatar";
import type { RoomMemberItem } from "@/lib/rooms/contract";
import { fill } from "@/lib/core/fill";

/** The members of a room, hosts first; those beyond a page are counted. */
export function People({ members, count, viewerId, texts }: { members: readonly RoomMemberItem[]; count: number; viewerId: number; texts: RoomTexts }) {
  return (
    <ul className="grid grid-cols-1 gap-1">
      {members.map((member) => (
        <li key={member.id} className="flex min-h-10 items-center gap-3">
          <Avatar identity={`u${member.id}`} name={member.username} size="sm" />
          <bdi className="min-w-0 flex-1 truncate text-ui">{member.username}</bdi>
          {member.id === viewerId ? (
            <span className="text-xs text-muted">{texts.you}</span>
          ) : (
            member.role !== "member" && <span className="text-xs text-muted">{texts[member.role]}</span>
          )}
        </li>
      ))}
      {count > members.length && <li className="pt-1 text-sm text-muted">{fill(texts.more, { count: count - members.length })}</li>}
    </ul>
  );
}
