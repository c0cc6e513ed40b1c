import Upload from "@lucide/icons/icons/upload";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { Library, LibrarySkeleton } from "@/components/videos/library";
import { isModerator, type UserActor } from "@/lib/authz/actor";
import { load, requireSignedIn } from "@/lib/http/page";
import { listVideoCards } from "@/lib/videos/queries";

const address = "/videos";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("videos"))("library") };
}

export default async function LibraryPage() {
  const actor = await requireSignedIn(address);
  return (
    <Suspense fallback={<LibrarySkeleton />}>
      <Contents actor={actor} />
    </Suspense>
  );
}

async function Contents({ actor }: { actor: UserActor }) {
  const [t, videos] = await Promise.all([getTranslations("videos"), load(address, () => listVideoCards(actor))]);
  if (videos.length > 0) {
    return (
      <>
        <h1 className="sr-only">{t("library")}</h1>
        <Library videos={videos} />
      </>
    );
  }
  const upload = isModerator(actor) && (
    <ButtonLink href="/admin/videos" look="primary" icon={<Icon of={Upload} size={18} />}>
      {t("uploadVideos")}
    </ButtonLink>
  );
  return (
    <Page wide>
      <PageHeader title={t("library")} />
      <EmptyState title={t("emptyTitle")} text={isModerator(actor) ? t("emptyTextModerator") : t("emptyText")} action={upload} />
    </Page>
  );
}
