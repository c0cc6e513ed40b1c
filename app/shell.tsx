import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { setLocale, setTheme } from "@/app/preferences";
import { signOut } from "@/app/sign-out";
import type { LobbyTexts } from "@/components/lobby/texts";
import { Shell } from "@/components/shell/shell";
import type { ShellViewer } from "@/components/shell/account-menu";
import type { ShellTexts, ShellWords } from "@/components/shell/shell-texts";
import { pack, type Packed } from "@/lib/core/pack";
import { currentTheme } from "@/lib/http/theme";
import type { Messages } from "@/lib/platform/messages";

/** By the texts of a language, which stay the same as long as a process lives: packed once, not with every page. */
const packed = new WeakMap<Messages, Packed<ShellTexts>>();

function textsOf(all: Messages): Packed<ShellTexts> {
  const known = packed.get(all);
  if (known) return known;
  const common = all.common as Record<"notices" | "close" | "missing" | "retry", string>;
  const texts = pack<ShellTexts>({ shell: all.shell as ShellWords, lobby: all.lobby?.host as LobbyTexts, notices: common.notices, close: common.close, missing: { text: common.missing, again: common.retry } });
  packed.set(all, texts);
  return texts;
}

/** The shell with its texts in the reader's language and what its forms do. It hides nothing and guards nothing: each page and query does that for itself. */
export async function ProductShell({ viewer, children }: { viewer: ShellViewer | null; children: ReactNode }) {
  const [locale, theme, all] = await Promise.all([getLocale(), currentTheme(), getMessages()]);
  return (
    <Shell viewer={viewer} theme={theme} locale={locale} texts={textsOf(all)} actions={{ setTheme, setLocale }} signOut={signOut}>
      {children}
    </Shell>
  );
}
