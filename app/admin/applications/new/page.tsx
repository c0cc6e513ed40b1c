import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { createApplicationAction } from "@/app/admin/applications/actions";
import { ApplicationForm } from "@/components/admin/application-form";
import type { ApplicationTexts } from "@/components/admin/application-texts";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { canManageApplications } from "@/lib/applications/policy";
import { requireStaff } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("applications"))("new") };
}

export default async function NewApplicationPage() {
  await requireStaff("/admin/applications/new", canManageApplications);
  const [t, messages] = await Promise.all([getTranslations("applications"), getMessages()]);
  return (
    <Page>
      <PageHeader title={t("new")} text={t("newAbout")} />
      <ApplicationForm action={createApplicationAction} texts={messages.applications as ApplicationTexts} />
    </Page>
  );
}
