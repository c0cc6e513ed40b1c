import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requestExportAction } from "@/app/(product)/settings/data/actions";
import { ExportCard } from "@/components/account/export-card";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { findNewestExport } from "@/lib/accounts/exports";
import { countSentFiles } from "@/lib/chat/queries/own-messages";
import { load, requireSignedIn } from "@/lib/http/page";
import { countVideosOf } from "@/lib/videos/own-videos";

const address = "/settings/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("data.title") };
}

export default async function DataPage() {
  const actor = await requireSignedIn(address);
  const [t, newest, videos, files] = await Promise.all([getTranslations("profile"), load(address, () => findNewestExport(actor)), countVideosOf(actor.userId), countSentFiles(actor.userId)]);
  return (
    <Page>
      <PageHeader title={t("data.title")} />
      <div className="grid gap-6">
        <ClientMessages namespaces={["profile"]}>
          <ExportCard newest={newest} hasOriginals={videos.total + files > 0} action={requestExportAction} locale={actor.locale} />
        </ClientMessages>
        <Card aria-labelledby="delete" className="grid justify-items-start gap-4">
          <div className="grid gap-1">
            <h2 id="delete" className="text-lg">
              {t("delete.title")}
            </h2>
            <p className="max-w-text text-ui text-muted">{t("delete.teaser")}</p>
          </div>
          <ButtonLink href="/settings/data/delete" prefetch={false}>
            {t("delete.open")}
          </ButtonLink>
        </Card>
      </div>
    </Page>
  );
}
