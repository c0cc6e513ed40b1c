import Link from "next/link";
import type { HostTexts } from "@/components/rooms/host-texts";

/** On a narrow screen the parts are wider than it: the one that is open is not cut off. */
function show(tab: HTMLElement | null): void {
  const bar = tab?.parentElement;
  if (tab && bar) bar.scrollLeft = Math.max(0, tab.offsetLeft - bar.offsetLeft + tab.offsetWidth - bar.clientWidth);
}

export type RoomPart = "chat" | "notes" | "meetings" | "recordings" | "calls" | "members" | "settings";

/** The parts of a room, each with its own address; those see one who may open it. */
export function RoomTabs({ slug, current, parts, texts }: { slug: string; current: RoomPart; parts: readonly RoomPart[]; texts: HostTexts }) {
  return (
    <nav aria-label={texts.parts} className="flex gap-1 overflow-x-auto border-b border-hairline">
      {parts.map((part) => (
        <Link key={part} href={part === "chat" ? `/r/${slug}` : `/r/${slug}/${part}`} ref={part === current ? show : undefined} aria-current={part === current ? "page" : undefined} className="tab inline-flex items-center">
          {texts[part]}
        </Link>
      ))}
    </nav>
  );
}
