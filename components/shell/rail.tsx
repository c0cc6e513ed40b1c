import CalendarDays from "lucide-react/icons/calendar-days";
import Clapperboard from "lucide-react/icons/clapperboard";
import DoorOpen from "lucide-react/icons/door-open";
import House from "lucide-react/icons/house";
import ShieldCheck from "lucide-react/icons/shield-check";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NameMark } from "@/components/shell/name-mark";
import { NavLink } from "@/components/shell/nav-link";

const iconProps = { size: 20, strokeWidth: 1.75 } as const;

/** The wall at the left; on phones its places are the bar at the bottom. */
export function Rail({ isModerator, account }: { isModerator: boolean; account: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <div className="rail">
      <Link href="/" aria-label={`Atrium: ${t("home")}`} className="rail-mark">
        <NameMark wordClassName="rail-word" />
      </Link>
      <nav aria-label={t("main")} className="rail-places">
        <NavLink href="/" text={t("home")} icon={<House {...iconProps} />} />
        <NavLink href="/rooms" hasBadge text={t("rooms")} icon={<DoorOpen {...iconProps} />} />
        <NavLink href="/meetings" text={t("meetings")} icon={<CalendarDays {...iconProps} />} />
        <NavLink href="/videos" text={t("library")} icon={<Clapperboard {...iconProps} />} />
      </nav>
      <div className="rail-foot">
        {isModerator && (
          <nav aria-label={t("more")}>
            <NavLink href="/admin" text={t("admin")} icon={<ShieldCheck {...iconProps} />} />
          </nav>
        )}
        {account}
      </div>
    </div>
  );
}
