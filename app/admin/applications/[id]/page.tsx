import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getMessages, getTranslations } from "next-intl/server";
import { rotateSecretAction, switchApplicationAction, updateApplicationAction } from "@/app/admin/applications/actions";
import { ApplicationForm } from "@/components/admin/application-form";
import type { ApplicationTexts } from "@/components/admin/application-texts";
import { RotateForm } from "@/components/admin/rotate-form";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { getApplication } from "@/lib/applications/queries";
import { parseId } from "@/lib/core/ids";
import { canManageApplications } from "@/lib/applications/policy";
import { load, requireStaff } from "@/lib/http/page";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("applications"))("title") };
}

export default async function ApplicationPage({ params }: Props) {
  const id = parseId((await params).id);
  if (id === null) notFound();
  const address = `/admin/applications/${id}`;
  const actor = await requireStaff(address, canManageApplications);
  const [t, format, messages, application] = await Promise.all([getTranslations("applications"), getFormatter(), getMessages(), load(address, () => getApplication(actor, id))]);
  const texts = messages.applications as ApplicationTexts;
  const { isActive, oldSecretUntil, lastUsedAt } = application;
  return (
    <Page>
      <PageHeader title={application.name} action={<Badge tone={isActive ? "accent" : "neutral"}>{t(isActive ? "on" : "off")}</Badge>} />
      <div className="grid gap-10">
        <dl className="grid max-w-text gap-x-6 gap-y-1 text-ui sm:grid-cols-[max-content_1fr]">
          <dt className="text-muted">{t("clientId")}</dt>
          <dd className="font-mono break-all">{application.clientId}</dd>
          <dt className="text-muted">{t("lastUsed")}</dt>
          <dd>{lastUsedAt ? format.dateTime(lastUsedAt, { dateStyle: "medium", timeStyle: "short" }) : t("never")}</dd>
        </dl>
        <section aria-labelledby="settings" className="grid gap-4">
          <h2 id="settings" className="text-lg">
            {t("settings")}
          </h2>
          <ApplicationForm action={updateApplicationAction} values={application} texts={texts} />
        </section>
        <section aria-labelledby="secret" className="grid gap-4">
          <h2 id="secret" className="text-lg">
            {t("secretSection")}
          </h2>
          <p className="max-w-text text-muted">{t("secretText")}</p>
          {oldSecretUntil && <p className="font-medium">{t("oldSecretUntil", { time: format.dateTime(oldSecretUntil, { dateStyle: "medium", timeStyle: "short" }) })}</p>}
          <RotateForm action={rotateSecretAction} id={id} texts={texts} />
        </section>
        <section aria-labelledby="switch" className="grid gap-4">
          <h2 id="switch" className="text-lg">
            {t(isActive ? "switchSection" : "switchOnSection")}
          </h2>
          <p className="max-w-text text-muted">{t(isActive ? "switchOffText" : "switchOnText")}</p>
          <form action={switchApplicationAction}>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="to" value={isActive ? "off" : "on"} />
            <SubmitButton look={isActive ? "danger" : "quiet"}>{t(isActive ? "switchOff" : "switchOn")}</SubmitButton>
          </form>
        </section>
      </div>
    </Page>
  );
}
