import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { setLocale, setTheme } from "@/app/preferences";
import { signOut } from "@/app/sign-out";
import type { LobbyTexts } from "@/components/lobby/texts";
import { Shell } from "@/components/shell/shell";
import type { ShellViewer } from "@/components/shell/account-menu";
import type { ShellTexts, ShellWords } from "@/components/shell/shell-texts";
import { pack } from "@/lib/core/pack";
import { currentTheme } from "@/lib/http/theme";

/** The shell with its texts in the reader's language and what its forms do. It hides nothing and guards nothing: each page and query does that for itself. */
export async function ProductShell({ viewer, children }: { viewer: ShellViewer | null; children: ReactNode }) {
  const [locale, theme, all] = await Promise.all([getLocale(), currentTheme(), getMessages()]);
  const common = all.common as Record<"notices" | "close" | "missing" | "retry", string>;
  const texts: ShellTexts = { shell: all.shell as ShellWords, lobby: all.lobby.host as LobbyTexts, notices: common.notices, close: common.close, missing: { text: common.missing, again: common.retry } };
  return (
    <Shell viewer={viewer} theme={theme} locale={locale} texts={pack(texts)} actions={{ setTheme, setLocale }} signOut={signOut}>
      {children}
    </Shell>
  );
}
