import MessageCircle from "@lucide/icons/icons/message-circle";
import type { RoomTexts } from "@/components/rooms/texts";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import type { RoomMemberItem } from "@/lib/rooms/contract";
import { fill } from "@/lib/core/fill";

/** The members of a room, hosts first; those beyond a page are counted. */
export function People({ members, count, viewerId, here, texts, onDirect }: { members: readonly RoomMemberItem[]; count: number; viewerId: number; /** Those who have the room before them now. */ here: ReadonlySet<number>; texts: RoomTexts; /** Opens the conversation with one of them; null where that is what one is in. */ onDirect: ((userId: number) => void) | null }) {
  return (
    <ul className="grid grid-cols-1 gap-1">
      {members.map((member) => (
        <li key={member.id} className="flex min-h-10 items-center gap-3">
          <span className="relative inline-flex">
            <Avatar identity={`u${member.id}`} name={member.username} size="sm" />
            {here.has(member.id) && <span title={texts.here} className="absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface bg-accent" />}
          </span>
          <bdi className="min-w-0 flex-1 truncate text-ui">{member.username}</bdi>
          {here.has(member.id) && <span className="sr-only">{texts.here}</span>}
          {member.id === viewerId ? (
            <span className="text-xs text-muted">{texts.you}</span>
          ) : (
            <>
              {member.role !== "member" && <span className="text-xs text-muted">{texts[member.role]}</span>}
              {onDirect && <IconButton label={fill(texts.writeTo, { name: member.username })} icon={<Icon of={MessageCircle} size={16} />} className="text-muted" onClick={() => onDirect(member.id)} />}
            </>
          )}
        </li>
      ))}
      {count > members.length && <li className="pt-1 text-sm text-muted">{fill(texts.more, { count: count - members.length })}</li>}
    </ul>
  );
}
