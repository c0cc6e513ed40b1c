"use client";

import LogOut from "@lucide/icons/icons/log-out";
import PhoneOff from "@lucide/icons/icons/phone-off";
import { useTranslations } from "next-intl";
import { act } from "@/components/call/control";
import { useAbilities } from "@/components/call/use-abilities";
import { Icon } from "@/components/ui/icon";
import { useOthers } from "@/components/call/use-people";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { notify } from "@/components/ui/notify";

/** The way out. A host who is not alone says whether they go or the call ends; everyone else goes at once. */
export function LeaveButton({ slug, onLeave }: { slug: string; onLeave: () => void }) {
  const t = useTranslations("call");
  const words = useTranslations("callHost.leave");
  const { moderate: isHost } = useAbilities(slug);
  const isAlone = useOthers().length === 0;
  if (!isHost || isAlone) {
    return (
      <button type="button" data-look="leave" className="bar-button" onClick={onLeave}>
        {t("leave")}
      </button>
    );
  }
  const end = async () => {
    const result = await act(slug, { kind: "end", body: {} });
    if (result !== "done") notify({ text: t(`peoplePanel.outcome.${result}`), tone: "danger" });
  };
  const entries: MenuEntry[] = [
    { key: "leave", text: words("alone"), icon: <Icon of={LogOut} size={16} />, onSelect: onLeave },
    { key: "end", text: words("end"), icon: <Icon of={PhoneOff} size={16} />, danger: true, onSelect: () => void end() },
  ];
  return <Menu label={t("leave")} text={t("leave")} entries={entries} buttonClassName="bar-button bar-leave" />;
}
