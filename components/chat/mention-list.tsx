import { clsx } from "clsx";
import type { Member } from "@/components/chat/chat-api";
import { Avatar } from "@/components/ui/avatar";

/** The id of an entry, for the field that has the focus. */
export const mentionOptionId = (index: number): string => `mention-option-${index}`;

/** Who could be meant by the name that is being typed. The focus stays in the text. */
export function MentionList({ options, active, label, onPick }: { options: readonly Member[]; active: number; label: string; onPick: (member: Member) => void }) {
  return (
    <ul id="mention-list" role="listbox" aria-label={label} className="floating absolute inset-x-0 bottom-full z-10 mb-2 max-h-72 overflow-y-auto p-1">
      {options.map((member, index) => (
        <li
          key={member.id}
          id={mentionOptionId(index)}
          role="option"
          aria-selected={index === active}
          // A press must not take the focus from the text, or a phone's keyboard goes.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(member)}
          className={clsx("target flex cursor-pointer items-center gap-3 rounded-control px-3 text-ui", index === active ? "bg-sunken" : "hover:bg-sunken")}
        >
          <Avatar identity={`u${member.id}`} name={member.username} size="sm" />
          <bdi className="min-w-0 truncate">{member.username}</bdi>
        </li>
      ))}
    </ul>
  );
}
