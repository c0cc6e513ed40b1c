import LogIn from "lucide-react/icons/log-in";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HostLobbySlot } from "@/components/lobby/host-lobby-slot";
import type { LobbyTexts } from "@/components/lobby/texts";
import { AccountButton, AccountPanel, type ShellViewer } from "@/components/shell/account-menu";
import { NameMark } from "@/components/shell/name-mark";
import { NavLink } from "@/components/shell/nav-link";
import type { PreferenceActions } from "@/components/shell/preferences";
import { Rail } from "@/components/shell/rail";
import { SkipLink } from "@/components/shell/skip-link";
import { Toasts } from "@/components/ui/toasts";
import type { Theme } from "@/lib/core/theme";

/** The frame of every product page: the rail is the wall, the page is the lit court. Rendered on the server, but for a few marks. */
export function Shell({
  viewer,
  theme,
  actions,
  signOut,
  children,
}: {
  viewer: ShellViewer | null;
  theme: Theme;
  actions: PreferenceActions;
  signOut: (form: FormData) => Promise<void>;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const lobby = useTranslations("lobby");
  const signIn = <NavLink href="/login" text={t("signIn")} icon={<LogIn size={20} strokeWidth={1.75} />} />;
  return (
    <div className="shell">
      <SkipLink text={t("skip")} />
      <header>
        <div className="shell-top">
          <Link href="/" aria-label={`Atrium: ${t("home")}`} className="rounded-control">
            <NameMark />
          </Link>
          {viewer ? (
            <AccountButton viewer={viewer} className="shell-account" />
          ) : (
            <Link href="/login" className="link text-ui font-semibold">
              {t("signIn")}
            </Link>
          )}
        </div>
        <Rail isModerator={viewer !== null && viewer.role !== "user"} account={viewer ? <AccountButton viewer={viewer} className="rail-item w-full" /> : signIn} />
      </header>
      <main id="content" tabIndex={-1} className="court">
        {children}
      </main>
      {viewer && <AccountPanel viewer={viewer} theme={theme} actions={actions} signOut={signOut} />}
      {viewer && <HostLobbySlot viewerId={viewer.id} texts={lobby.raw("host") as LobbyTexts} />}
      <Toasts label={common("notices")} closeLabel={common("close")} />
    </div>
  );
}
