"use client";

import LogIn from "@lucide/icons/icons/log-in";
import Link from "next/link";
import { useMemo, type ReactNode } from "react";
import { HostLobbySlot } from "@/components/lobby/host-lobby-slot";
import { AccountButton, AccountPanel, type ShellViewer } from "@/components/shell/account-menu";
import { NameMark } from "@/components/shell/name-mark";
import { NavLink } from "@/components/shell/nav-link";
import type { PreferenceActions } from "@/components/shell/preferences";
import { Rail } from "@/components/shell/rail";
import type { ShellTexts } from "@/components/shell/shell-texts";
import { SkipLink } from "@/components/shell/skip-link";
import { Icon } from "@/components/ui/icon";
import { Toasts } from "@/components/ui/toasts";
import { unpack, type Packed } from "@/lib/core/pack";
import type { Theme } from "@/lib/core/theme";

/**
 * The frame of every product page: the rail is the wall, the page is the lit court. One part that runs in the browser:
 * written out element by element, its icons and marks would come with every page.
 */
export function Shell({
  viewer,
  theme,
  locale,
  texts,
  actions,
  signOut,
  children,
}: {
  viewer: ShellViewer | null;
  theme: Theme;
  /** As the page speaks: `en-GB`. */
  locale: string;
  texts: Packed<ShellTexts>;
  actions: PreferenceActions;
  signOut: (form: FormData) => Promise<void>;
  children: ReactNode;
}) {
  const { shell, lobby, notices, close, missing } = useMemo(() => unpack(texts), [texts]);
  return (
    <div className="shell">
      <SkipLink text={shell.skip} />
      <header>
        <div className="shell-top">
          <Link href="/" aria-label={`Atrium: ${shell.home}`} className="rounded-control">
            <NameMark />
          </Link>
          {viewer ? (
            <AccountButton viewer={viewer} texts={shell} className="shell-account" />
          ) : (
            <Link href="/login" className="link text-ui font-semibold">
              {shell.signIn}
            </Link>
          )}
        </div>
        <Rail
          isModerator={viewer !== null && viewer.role !== "user"}
          texts={shell}
          account={viewer ? <AccountButton viewer={viewer} texts={shell} className="rail-item w-full" /> : <NavLink href="/login" text={shell.signIn} icon={<Icon of={LogIn} size={20} strokeWidth={1.75} />} />}
        />
      </header>
      <main id="content" tabIndex={-1} className="court">
        {children}
      </main>
      {viewer && <AccountPanel viewer={viewer} theme={theme} locale={locale} texts={shell} actions={actions} signOut={signOut} />}
      {viewer && <HostLobbySlot viewerId={viewer.id} texts={lobby} />}
      <Toasts label={notices} closeLabel={close} missing={missing} />
    </div>
  );
}
