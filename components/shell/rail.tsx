import CalendarDays from "lucide-react/icons/calendar-days";
import Clapperboard from "lucide-react/icons/clapperboard";
import DoorOpen from "lucide-react/icons/door-open";
import House from "lucide-react/icons/house";
import ShieldCheck from "lucide-react/icons/shield-check";
import Link from "next/link";
import type { ReactNode } from "react";
import { NameMark } from "@/components/shell/name-mark";
import { NavLink } from "@/components/shell/nav-link";
import type { ShellWords } from "@/components/shell/shell-texts";

const iconProps = { size: 20, strokeWidth: 1.75 } as const;

/** The wall at the left; on phones its places are the bar at the bottom. */
export function Rail({ isModerator, texts, account }: { isModerator: boolean; texts: ShellWords; account: ReactNode }) {
  return (
    <div className="rail">
      <Link href="/" aria-label={`Atrium: ${texts.home}`} className="rail-mark">
        <NameMark wordClassName="rail-word" />
      </Link>
      <nav aria-label={texts.main} className="rail-places">
        <NavLink href="/" text={texts.home} icon={<House {...iconProps} />} />
        <NavLink href="/rooms" hasBadge text={texts.rooms} icon={<DoorOpen {...iconProps} />} />
        <NavLink href="/meetings" text={texts.meetings} icon={<CalendarDays {...iconProps} />} />
        <NavLink href="/videos" text={texts.library} icon={<Clapperboard {...iconProps} />} />
      </nav>
      <div className="rail-foot">
        {isModerator && (
          <nav aria-label={texts.more}>
            <NavLink href="/admin" text={texts.admin} icon={<ShieldCheck {...iconProps} />} />
          </nav>
        )}
        {account}
      </div>
    </div>
  );
}
