import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/http/page";

const address = "/settings/data";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("data.title") };
}

export default async function DataPage() {
  await requireSignedIn(address);
  const t = await getTranslations("profile");
  return (
    <Page>
      <PageHeader title={t("data.title")} />
      <div className="grid gap-6">
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
