import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ProductShell } from "@/app/shell";
import { SectionNav } from "@/components/shell/section-nav";
import { currentActor, currentViewer } from "@/lib/http/page";
import { countOpenReports } from "@/lib/reports/queries/reports";

/** The parts that exist; each page in them asks for its own right. */
const sections = ["users", "rooms", "reports", "meetings", "recordings", "videos"] as const;
const adminSections = ["applications", "jobs", "mails", "audit", "system"] as const;

/** The shell with the sections of administration; those see the sections who may open them. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [viewer, t, openReports] = await Promise.all([currentViewer(), getTranslations("admin"), currentActor().then(countOpenReports)]);
  const textOf = (section: (typeof sections)[number] | (typeof adminSections)[number]) => (section === "reports" && openReports > 0 ? t("sections.reportsOpen", { count: openReports }) : t(`sections.${section}`));
  const isModerator = viewer !== null && viewer.role !== "user";
  const visible = viewer?.role === "admin" ? [...sections, ...adminSections] : sections;
  return (
    <ProductShell viewer={viewer}>
      {isModerator && (
        <SectionNav label={t("sections.label")} sections={visible.map((section) => ({ href: `/admin/${section}`, text: textOf(section) }))} />
      )}
      {children}
    </ProductShell>
  );
}
