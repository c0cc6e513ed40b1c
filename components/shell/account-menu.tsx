import LogOut from "@lucide/icons/icons/log-out";
import Settings2 from "@lucide/icons/icons/settings-2";
import ShieldCheck from "@lucide/icons/icons/shield-check";
import Link from "next/link";
import { PopoverPanel } from "@/components/shell/popover-panel";
import { LocaleChoice, ThemeChoice, type PreferenceActions } from "@/components/shell/preferences";
import type { ShellWords } from "@/components/shell/shell-texts";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { fill } from "@/lib/core/fill";
import type { Theme } from "@/lib/core/theme";

export type ShellViewer = { id: number; name: string; email: string; role: "user" | "moderator" | "admin" };

const panelId = "account-panel";

/** Opens the account panel; stands in the rail, and on phones in the bar at the top. */
export function AccountButton({ viewer, texts, className }: { viewer: ShellViewer; texts: ShellWords; className: string }) {
  return (
    <button type="button" popoverTarget={panelId} aria-label={fill(texts.accountOf, { name: viewer.name })} className={className}>
      <Avatar identity={`u${viewer.id}`} name={viewer.name} size="sm" />
      <span className="rail-word truncate">{viewer.name}</span>
    </button>
  );
}

/** Profile, theme, language, sign out. */
export function AccountPanel({
  viewer,
  theme,
  locale,
  texts,
  actions,
  signOut,
}: {
  viewer: ShellViewer;
  theme: Theme;
  locale: string;
  texts: ShellWords;
  actions: PreferenceActions;
  signOut: (form: FormData) => Promise<void>;
}) {
  return (
    <PopoverPanel id={panelId} label={texts.account} className="account-panel floating">
      <div className="flex items-center gap-3 px-3 pt-2 pb-3">
        <Avatar identity={`u${viewer.id}`} name={viewer.name} />
        <div className="grid min-w-0 text-ui">
          <span className="truncate font-semibold">{viewer.name}</span>
          <span className="truncate text-sm text-muted">{viewer.email}</span>
        </div>
      </div>
      <div className="border-t border-hairline py-1">
        {viewer.role !== "user" && (
          <Link href="/admin" className="panel-item md:hidden">
            <Icon of={ShieldCheck} size={18} strokeWidth={1.75} />
            {texts.admin}
          </Link>
        )}
        <Link href="/settings" className="panel-item">
          <Icon of={Settings2} size={18} strokeWidth={1.75} />
          {texts.profile}
        </Link>
      </div>
      <div className="grid gap-3 border-t border-hairline p-3">
        <ThemeChoice theme={theme} texts={texts} action={actions.setTheme} />
        <LocaleChoice locale={locale} label={texts.language} action={actions.setLocale} />
      </div>
      <form action={signOut} className="border-t border-hairline pt-1">
        <button className="panel-item w-full">
          <Icon of={LogOut} size={18} strokeWidth={1.75} />
          {texts.signOut}
        </button>
      </form>
    </PopoverPanel>
  );
}
