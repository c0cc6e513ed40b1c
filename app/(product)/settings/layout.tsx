import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SectionNav } from "@/components/shell/section-nav";

/** The parts that exist, each a page of its own that asks who looks at it. */
const sections = [
  { name: "profile", href: "/settings" },
  { name: "security", href: "/settings/security" },
  { name: "sessions", href: "/settings/sessions" },
  { name: "notifications", href: "/settings/notifications" },
  { name: "data", href: "/settings/data" },
] as const;

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("account.settings.sections");
  return (
    <>
      <SectionNav label={t("label")} sections={sections.map(({ name, href }) => ({ href, text: t(name) }))} />
      {children}
    </>
  );
}
