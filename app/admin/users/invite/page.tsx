import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { inviteAction } from "@/app/admin/users/invite/actions";
import { InviteForm } from "@/components/admin/invite-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { canInvitePeople } from "@/lib/accounts/policy";
import { requireStaff } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("invite.title") };
}

export default async function InvitePage() {
  const actor = await requireStaff("/admin/users/invite", canInvitePeople);
  const t = await getTranslations("users");
  return (
    <Page>
      <PageHeader title={t("invite.title")} text={t("invite.text")} />
      <ClientMessages namespaces={["users"]}>
        <InviteForm action={inviteAction} locale={actor.locale} />
      </ClientMessages>
    </Page>
  );
}
