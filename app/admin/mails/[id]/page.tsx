import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { giveUpMailAction, retryMailAction } from "@/app/admin/mails/actions";
import { MailFacts } from "@/components/admin/mail-facts";
import { ManageMail } from "@/components/admin/manage-mail";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { parseId } from "@/lib/core/ids";
import { canManageMails } from "@/lib/notifications/policy";
import { load, requireStaff } from "@/lib/http/page";
import { getMail } from "@/lib/notifications/mail-log";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("detail") };
}

/** One mail: where it stands and why, what it is made from, and what can be done. Never its links. */
export default async function AdminMailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const address = `/admin/mails/${encodeURIComponent(id)}`;
  const actor = await requireStaff(address, canManageMails);
  const mailId = parseId(id);
  if (mailId === null) notFound();
  const [t, mail] = await Promise.all([getTranslations("mails"), load(address, () => getMail(actor, mailId))]);
  return (
    <Page>
      <PageHeader title={mail.subject || mail.kind || t("detail")} action={<ButtonLink href={`/admin/audit?target=mail:${mail.id}`}>{t("trail")}</ButtonLink>} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <MailFacts mail={mail} />
        {(mail.can.retry || mail.can.giveUp) && (
          <ClientMessages namespaces={["common", "mails"]}>
            <ManageMail mail={mail} actions={{ retry: retryMailAction, giveUp: giveUpMailAction }} />
          </ClientMessages>
        )}
      </div>
    </Page>
  );
}
