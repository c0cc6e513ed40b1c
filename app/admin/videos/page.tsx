import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { retryProcessing } from "@/app/admin/videos/actions";
import { FilterForm } from "@/components/admin/filter-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { UploadPanel } from "@/components/videos/admin/upload-panel";
import { VideoList } from "@/components/videos/admin/video-list";
import { withQuery } from "@/lib/core/query-string";
import { sortSchema } from "@/lib/core/sort";
import { load, requireModerator } from "@/lib/http/page";
import { categoryMaxLength, descriptionMaxLength, managedSorts, managedStates, titleMaxLength } from "@/lib/videos/contract";
import { listCategories, listManagedVideos } from "@/lib/videos/managed-videos";
import { getUploadLimits } from "@/lib/videos/queries";

const address = "/admin/videos";

const searchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  state: z.enum(managedStates).optional().catch(undefined),
  sort: sortSchema(managedSorts).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("uploads"))("page") };
}

export default async function AdminVideosPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireModerator(address);
  const filter = searchSchema.parse(await searchParams);
  const [t, words, admin, { items, next }, categories, limits] = await Promise.all([
    getTranslations("uploads"),
    getTranslations("videoEdit"),
    getTranslations("videoAdmin"),
    load(address, () => listManagedVideos(actor, filter)),
    load(address, () => listCategories(actor)),
    load(address, () => getUploadLimits(actor)),
  ]);
  const isNarrowed = filter.text !== undefined || filter.state !== undefined || filter.before !== undefined;
  return (
    <Page>
      <PageHeader title={t("page")} text={t("about")} action={<ButtonLink href={`${address}/categories`}>{admin("categories")}</ButtonLink>} />
      <ClientMessages namespaces={["common", "progress", "uploads", "videos", "videoAdmin", "videoParts"]}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
          <UploadPanel limits={limits} details={{ titleMaxLength, descriptionMaxLength, categoryMaxLength }} categories={categories} listedIds={items.map((video) => video.id)} />
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            {(items.length > 0 || isNarrowed) && (
              <FilterForm
                search={{ label: words("search"), value: filter.text }}
                choices={[{ name: "state", label: words("state"), value: filter.state, options: managedStates.map((value) => ({ value, label: words(`states.${value}`) })) }]}
                words={{ any: words("any"), apply: words("apply") }}
                kept={{ sort: filter.sort }}
              />
            )}
            {items.length > 0 && <VideoList viewerId={actor.userId} videos={items} categories={categories} filter={filter} retry={retryProcessing} />}
            {items.length === 0 && (isNarrowed ? <EmptyState title={words("noMatchTitle")} text={words("noMatchText")} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />)}
            {next !== null && (
              <div>
                <ButtonLink href={withQuery(address, { ...filter, before: next })}>{words("next")}</ButtonLink>
              </div>
            )}
          </div>
        </div>
      </ClientMessages>
    </Page>
  );
}
