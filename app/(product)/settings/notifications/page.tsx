import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveNotificationsAction } from "@/app/(product)/settings/notifications/actions";
import { NotificationsForm } from "@/components/account/notifications-form";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getProfile } from "@/lib/accounts/profile";
import { load, requireSignedIn } from "@/lib/http/page";
import { offeredNotifications } from "@/lib/notifications/contract";
import { isNotificationWanted } from "@/lib/notifications/policy";

const address = "/settings/notifications";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.sections.notifications") };
}

export default async function NotificationsPage() {
  const actor = await requireSignedIn(address);
  const [t, own, common, { notificationChoices }] = await Promise.all([getTranslations("account"), getTranslations("profile"), getTranslations("common"), load(address, () => getProfile(actor))]);
  return (
    <Page>
      <PageHeader title={t("settings.sections.notifications")} text={own("notifications.text")} />
      <Card>
        <NotificationsForm
          action={saveNotificationsAction}
          kinds={offeredNotifications.map((name) => ({
            name, label: own(`notifications.${name}`), hint: own(`notifications.${name}Hint`), isOn: isNotificationWanted(notificationChoices, name, "mail"),
          }))}
          words={{ always: own("notifications.security"), alwaysHint: own("notifications.securityHint"), save: common("save"), saved: t("settings.saved") }}
        />
      </Card>
    </Page>
  );
}
