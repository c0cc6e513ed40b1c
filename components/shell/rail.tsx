import CalendarDays from "@lucide/icons/icons/calendar-days";
import Clapperboard from "@lucide/icons/icons/clapperboard";
import DoorOpen from "@lucide/icons/icons/door-open";
import House from "@lucide/icons/icons/house";
import ShieldCheck from "@lucide/icons/icons/shield-check";
import Link from "next/link";
import type { ReactNode } from "react";
import { NameMark } from "@/components/shell/name-mark";
import { NavLink } from "@/components/shell/nav-link";
import type { ShellWords } from "@/components/shell/shell-texts";
import { Icon } from "@/components/ui/icon";

const iconProps = { size: 20, strokeWidth: 1.75 } as const;

/** The wall at the left; on phones its places are the bar at the bottom. */
export function Rail({ isModerator, texts, account }: { isModerator: boolean; texts: ShellWords; account: ReactNode }) {
  return (
    <div className="rail">
      <Link href="/" aria-label={`Atrium: ${texts.home}`} className="rail-mark">
        <NameMark wordClassName="rail-word" />
      </Link>
      <nav aria-label={texts.main} className="rail-places">
        <NavLink href="/" text={texts.home} icon={<Icon of={House} {...iconProps} />} />
        <NavLink href="/rooms" hasBadge text={texts.rooms} icon={<Icon of={DoorOpen} {...iconProps} />} />
        <NavLink href="/meetings" text={texts.meetings} icon={<Icon of={CalendarDays} {...iconProps} />} />
        <NavLink href="/videos" text={texts.library} icon={<Icon of={Clapperboard} {...iconProps} />} />
      </nav>
      <div className="rail-foot">
        {isModerator && (
          <nav aria-label={texts.more}>
            <NavLink href="/admin" text={texts.admin} icon={<Icon of={ShieldCheck} {...iconProps} />} />
          </nav>
        )}
        {account}
      </div>
    </div>
  );
}
