import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { retryProcessing } from "@/app/admin/videos/actions";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { UploadPanel } from "@/components/videos/admin/upload-panel";
import { VideoList } from "@/components/videos/admin/video-list";
import { load, requireModerator } from "@/lib/http/page";
import { defaultCategory } from "@/lib/videos/constants";
import { categoryMaxLength, descriptionMaxLength, titleMaxLength } from "@/lib/videos/contract";
import { getUploadLimits, listManagedVideos } from "@/lib/videos/queries";

const address = "/admin/videos";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("uploads"))("page") };
}

export default async function AdminVideosPage() {
  const actor = await requireModerator(address);
  const [t, videos, limits] = await Promise.all([
    getTranslations("uploads"),
    load(address, () => listManagedVideos(actor)),
    load(address, async () => getUploadLimits(actor)),
  ]);
  const categories = [...new Set(videos.map((video) => video.category))].filter((category) => category !== defaultCategory).sort();
  return (
    <Page>
      <PageHeader title={t("page")} text={t("about")} />
      <ClientMessages namespaces={["common", "progress", "uploads", "videos"]}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
          <UploadPanel limits={limits} details={{ titleMaxLength, descriptionMaxLength, categoryMaxLength }} categories={categories} listedIds={videos.map((video) => video.id)} />
          {videos.length > 0 ? <VideoList viewerId={actor.userId} videos={videos} retry={retryProcessing} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        </div>
      </ClientMessages>
    </Page>
  );
}
