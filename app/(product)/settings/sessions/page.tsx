import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { endOtherSessionsAction, endSessionAction } from "@/app/(product)/settings/sessions/actions";
import { SessionTable } from "@/components/account/session-table";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listSessions } from "@/lib/accounts/queries";
import { load, requireSignedIn } from "@/lib/http/page";

const address = "/settings/sessions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.sections.sessions") };
}

export default async function SessionsPage() {
  const actor = await requireSignedIn(address);
  const [t, sessions] = await Promise.all([getTranslations("account.settings"), load(address, () => listSessions(actor))]);
  return (
    <Page>
      <PageHeader title={t("sections.sessions")} text={t("sessionsText")} />
      <Card>
        <SessionTable sessions={sessions} end={endSessionAction} />
        {sessions.length > 1 && (
          <form action={endOtherSessionsAction} className="mt-4">
            <Button type="submit">{t("endOthers")}</Button>
          </form>
        )}
      </Card>
    </Page>
  );
}
