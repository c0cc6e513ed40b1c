import type { ReactNode } from "react";
import { setLocale, setTheme } from "@/app/preferences";
import { signOut } from "@/app/sign-out";
import { Shell } from "@/components/shell/shell";
import { currentViewer } from "@/lib/http/page";
import { currentTheme } from "@/lib/http/theme";

/** The shell around product pages. It hides nothing and guards nothing: each page and query does that for itself. */
export default async function ProductLayout({ children }: { children: ReactNode }) {
  const [viewer, theme] = await Promise.all([currentViewer(), currentTheme()]);
  return (
    <Shell viewer={viewer} theme={theme} actions={{ setTheme, setLocale }} signOut={signOut}>
      {children}
    </Shell>
  );
}
