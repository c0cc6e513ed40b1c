import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Categories } from "@/components/videos/admin/categories";
import { load, requireModerator } from "@/lib/http/page";
import { listManagedCategories } from "@/lib/videos/categories";
import { categoryMaxLength } from "@/lib/videos/contract";

const address = "/admin/videos/categories";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("videoAdmin"))("categories") };
}

export default async function VideoCategoriesPage() {
  const actor = await requireModerator(address);
  const [t, categories] = await Promise.all([getTranslations("videoAdmin"), load(address, () => listManagedCategories(actor))]);
  return (
    <Page>
      <PageHeader title={t("categories")} text={t("categoriesAbout")} action={<ButtonLink href="/admin/videos">{t("toVideos")}</ButtonLink>} />
      <ClientMessages namespaces={["videoAdmin", "videoParts"]}>
        <Categories categories={categories} nameMaxLength={categoryMaxLength} />
      </ClientMessages>
    </Page>
  );
}
