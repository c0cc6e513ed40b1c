import Clapperboard from "lucide-react/icons/clapperboard";
import Mail from "lucide-react/icons/mail";
import Plug from "lucide-react/icons/plug";
import ScrollText from "lucide-react/icons/scroll-text";
import Users from "lucide-react/icons/users";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { isAdmin } from "@/lib/authz/actor";
import { requireModerator } from "@/lib/http/page";

const sections = [
  { key: "users", href: "/admin/users", Icon: Users },
  { key: "videos", href: "/admin/videos", Icon: Clapperboard },
  { key: "applications", href: "/admin/applications", Icon: Plug, isForAdmins: true },
  { key: "mails", href: "/admin/mails", Icon: Mail, isForAdmins: true },
  { key: "audit", href: "/admin/audit", Icon: ScrollText, isForAdmins: true },
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** What can be administered here, each with what it is for. */
export default async function AdminPage() {
  const actor = await requireModerator("/admin");
  const visible = sections.filter((section) => !("isForAdmins" in section) || isAdmin(actor));
  const t = await getTranslations("admin");
  return (
    <Page>
      <PageHeader title={t("title")} />
      <ul className="grid gap-3 md:grid-cols-2">
        {visible.map(({ key, href, Icon }) => (
          <li key={key}>
            <Link href={href} className="flex items-start gap-4 rounded-card border border-hairline p-4 transition-colors hover:border-edge hover:bg-sunken sm:p-6">
              <Icon size={22} strokeWidth={1.75} className="shrink-0 text-accent" />
              <span className="grid gap-0.5">
                <span className="text-md font-semibold">{t(`sections.${key}.title`)}</span>
                <span className="text-ui text-muted">{t(`sections.${key}.text`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
