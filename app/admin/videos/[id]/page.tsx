import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { retryProcessing } from "@/app/admin/videos/actions";
import { VideoEditor } from "@/app/(product)/videos/[id]/edit/editor";
import { FactList } from "@/components/admin/fact-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { OutputFacts } from "@/components/videos/admin/output-facts";
import { RetryButton } from "@/components/videos/admin/retry-button";
import { isAdmin } from "@/lib/authz/actor";
import { formatBytes, formatDuration } from "@/lib/core/format";
import { parseId } from "@/lib/core/ids";
import { load, requireModerator } from "@/lib/http/page";
import type { ManagedVideo } from "@/lib/videos/contract";
import { getManagedVideo } from "@/lib/videos/managed-videos";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("videoEdit"))("page") };
}

export default async function AdminVideoPage({ params }: Props) {
  const id = parseId((await params).id);
  if (id === null) notFound();
  const address = `/admin/videos/${id}`;
  const actor = await requireModerator(address);
  const [t, video] = await Promise.all([
    getTranslations("videoEdit"),
    load(address, () => getManagedVideo(actor, id)),
  ]);
  return (
    <Page>
      <PageHeader
        title={video.title}
        text={t("page")}
        action={
          <div className="flex flex-wrap gap-2">
            {video.deletedAt === null && <ButtonLink href={`/videos/${id}`}>{t("watch")}</ButtonLink>}
            {isAdmin(actor) && <ButtonLink href={`/admin/audit?target=video:${id}`}>{t("trail")}</ButtonLink>}
          </div>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Facts video={video} />
        {video.output && <OutputFacts output={video.output} />}
        <VideoEditor actor={actor} video={video} gone={null} />
      </div>
    </Page>
  );
}

/** In which state it is, in words; for a deleted one how long it can be brought back. */
async function State({ video }: { video: ManagedVideo }) {
  const [t, errors, format] = await Promise.all([getTranslations("videoEdit"), getTranslations("videos.errors"), getFormatter()]);
  if (video.keptUntil) return t("keptUntil", { date: format.dateTime(new Date(video.keptUntil), { dateStyle: "medium" }) });
  if (video.status === "ready") return <Badge tone="accent">{t("states.ready")}</Badge>;
  if (video.status !== "failed") return <Badge>{t("states.working")}</Badge>;
  return (
    <span className="grid justify-items-start gap-1.5">
      <Badge tone="danger">{t("states.failed")}</Badge>
      {errors(video.errorCode ?? "internal")}
      {video.canRetry && (
        <ClientMessages namespaces={["uploads"]}>
          <RetryButton video={{ id: video.id, title: video.title }} retry={retryProcessing} />
        </ClientMessages>
      )}
    </span>
  );
}

async function Facts({ video }: { video: ManagedVideo }) {
  const [t, format, locale] = await Promise.all([getTranslations("videoEdit"), getFormatter(), getLocale()]);
  return (
    <section aria-labelledby="facts" className="grid gap-4">
      <h2 id="facts" className="text-lg">
        {t("facts")}
      </h2>
      <FactList
        facts={[
          { key: "state", name: t("state"), value: <State video={video} />, wide: video.status === "failed" || video.deletedAt !== null },
          { key: "owner", name: t("owner"), value: <bdi>{video.owner.name || t("nobody")}</bdi> },
          { key: "uploaded", name: t("uploaded"), value: format.dateTime(new Date(video.createdAt), { dateStyle: "medium", timeStyle: "short" }) },
          { key: "length", name: t("length"), value: video.durationSeconds > 0 ? formatDuration(video.durationSeconds) : "–" },
          { key: "picture", name: t("picture"), value: video.width && video.height ? `${video.width} × ${video.height}` : "–" },
          { key: "sizes", name: t("sizes"), value: video.renditions.join(", ") || t("none") },
          { key: "source", name: t("source"), value: <bdi>{`${video.sourceName}, ${formatBytes(video.sourceSizeBytes, locale)}`}</bdi> },
          { key: "checksum", name: t("checksum"), value: <code className="text-sm break-all">{video.sourceSha256}</code>, wide: true },
        ]}
      />
    </section>
  );
}
