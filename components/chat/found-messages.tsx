import Link from "next/link";
import type { ChatUser } from "@/lib/chat/contract";
import { personHue } from "@/lib/core/hue";

export type FoundLine = { id: number; user: ChatUser; content: string; room: string; /** The message in its room. */ href: string; at: string; time: string };

/** Messages that were found, newest first; each leads to where it stands. Rendered on the server. */
export function FoundMessages({ found, label, former }: { found: readonly FoundLine[]; label: string; former: string }) {
  return (
    <ol aria-label={label} className="divide-y divide-hairline border-y border-hairline">
      {found.map(({ id, user, content, room, href, at, time }) => (
        <li key={id}>
          <Link href={href} prefetch={false} className="-mx-3 grid gap-0.5 rounded-control px-3 py-3 hover:bg-sunken">
            <span className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
              <bdi data-person={personHue(`u${user.id}`)} className="text-ui font-semibold text-person">
                {user.id === 0 ? former : user.username}
              </bdi>
              <bdi className="min-w-0 truncate">{room}</bdi>
              <time dateTime={at} className="tabular">
                {time}
              </time>
            </span>
            <span dir="auto" className="line-clamp-3 text-ui break-words [overflow-wrap:anywhere]">
              {content.slice(0, 400)}
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
