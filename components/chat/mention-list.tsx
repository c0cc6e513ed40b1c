import { clsx } from "clsx";
import type { Mentions } from "@/components/chat/use-mentions";
import { Avatar } from "@/components/ui/avatar";

/** What the field that has the focus says of the list below its caret: nothing while no name is being typed. */
export function listedBy({ listId, options, active }: Mentions) {
  return { "aria-autocomplete": "list" as const, ...(options.length > 0 ? { "aria-controls": listId, "aria-activedescendant": `${listId}-${active}` } : {}) };
}

/** Who could be meant by the name that is being typed. The focus stays in the text. */
export function MentionList({ mentions: { listId, options, active, pick }, text, label }: { mentions: Mentions; text: string; label: string }) {
  if (options.length === 0) return null;
  return (
    <ul id={listId} role="listbox" aria-label={label} className="floating absolute inset-x-0 bottom-full z-10 mb-2 max-h-72 overflow-y-auto p-1">
      {options.map((member, index) => (
        <li
          key={member.id}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === active}
          // A press must not take the focus from the text, or a phone's keyboard goes.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => pick(member, text)}
          className={clsx("target flex cursor-pointer items-center gap-3 rounded-control px-3 text-ui", index === active ? "bg-sunken" : "hover:bg-sunken")}
        >
          <Avatar identity={`u${member.id}`} name={member.username} size="sm" />
          <bdi className="min-w-0 truncate">{member.username}</bdi>
        </li>
      ))}
    </ul>
  );
}
