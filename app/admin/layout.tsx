import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { setLocale, setTheme } from "@/app/preferences";
import { signOut } from "@/app/sign-out";
import { SectionNav } from "@/components/shell/section-nav";
import { Shell } from "@/components/shell/shell";
import { currentViewer } from "@/lib/http/page";
import { currentTheme } from "@/lib/http/theme";

/** The parts that exist; each page in them asks for its own right. */
const sections = ["users", "rooms", "meetings", "videos"] as const;
const adminSections = ["applications", "jobs", "mails", "audit", "system"] as const;

/** The shell with the sections of administration; those see the sections who may open them. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [viewer, theme, t] = await Promise.all([currentViewer(), currentTheme(), getTranslations("shell")]);
  const isModerator = viewer !== null && viewer.role !== "user";
  const visible = viewer?.role === "admin" ? [...sections, ...adminSections] : sections;
  return (
    <Shell viewer={viewer} theme={theme} actions={{ setTheme, setLocale }} signOut={signOut}>
      {isModerator && (
        <SectionNav label={t("adminSections.label")} sections={visible.map((section) => ({ href: `/admin/${section}`, text: t(`adminSections.${section}`) }))} />
      )}
      {children}
    </Shell>
  );
}
