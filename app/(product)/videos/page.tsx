import Upload from "@lucide/icons/icons/upload";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { z } from "zod";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { FoundVideos, Library, LibrarySkeleton } from "@/components/videos/library";
import { findVideos, lengths, type LibraryFilter } from "@/components/videos/library-filter";
import { isModerator, type UserActor } from "@/lib/authz/actor";
import { load, requireSignedIn } from "@/lib/http/page";
import { readCategoryOrder } from "@/lib/videos/categories";
import { categoryMaxLength } from "@/lib/videos/contract";
import { listPositions } from "@/lib/videos/positions";
import { listVideoCards } from "@/lib/videos/queries";

const address = "/videos";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("videos"))("library") };
}

const searchSchema = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  category: z.string().max(categoryMaxLength).optional().catch(undefined),
  length: z.enum(lengths).optional().catch(undefined),
});

/** What the address asks for; a field of the form that was left empty asks for nothing. */
function readFilter(params: Record<string, unknown>): LibraryFilter {
  return searchSchema.parse(Object.fromEntries(Object.entries(params).filter(([, value]) => value !== "")));
}

export default async function LibraryPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireSignedIn(address);
  const filter = readFilter(await searchParams);
  return (
    <Suspense fallback={<LibrarySkeleton />}>
      <Contents actor={actor} filter={filter} />
    </Suspense>
  );
}

async function Contents({ actor, filter }: { actor: UserActor; filter: LibraryFilter }) {
  const [t, videos, positions, order] = await Promise.all([getTranslations("videos"), load(address, () => listVideoCards(actor)), listPositions(actor), readCategoryOrder()]);
  if (videos.length > 0) {
    const seen = new Map(positions.map(({ videoId, seconds }) => [videoId, seconds]));
    const isNarrowed = Object.values(filter).some((value) => value !== undefined);
    return (
      <>
        <h1 className="sr-only">{t("library")}</h1>
        {isNarrowed ? <FoundVideos videos={findVideos(videos, filter)} all={videos} filter={filter} seen={seen} /> : <Library videos={videos} order={order} seen={seen} />}
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
