import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { ErrorNote } from "@/components/ui/error-note";
import { categoryName } from "@/components/videos/category-name";
import { Description } from "@/components/videos/description";
import { NotReady } from "@/components/videos/not-ready";
import { Player } from "@/components/videos/player/player";
import { StillImproving } from "@/components/videos/still-improving";
import { upNext } from "@/components/videos/up-next";
import { UpNext } from "@/components/videos/up-next-list";
import { parseId } from "@/lib/core/ids";
import { load, requireSignedIn } from "@/lib/http/page";
import type { VideoDetail, VideoOnPage } from "@/lib/videos/contract";
import { findPosition } from "@/lib/videos/positions";
import { getVideo, listVideoCards } from "@/lib/videos/queries";

type Props = { params: Promise<{ id: string }> };

const upNextCount = 8;

/** Once a render: the title and the page need it. */
const readVideo = cache(async (text: string) => {
  const id = parseId(text);
  if (id === null) notFound();
  const actor = await requireSignedIn(`/videos/${id}`);
  const video = await load(`/videos/${id}`, () => getVideo(actor, id));
  return { actor, video };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readVideo((await params).id)).video.title };
}

export default async function VideoPage({ params }: Props) {
  const { actor, video } = await readVideo((await params).id);
  const [cards, startAt] = await Promise.all([load(`/videos/${video.id}`, () => listVideoCards(actor)), findPosition(actor, video.id)]);
  const following = upNext(cards, video, upNextCount);
  const next = following[0];
  return (
    <Page wide className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <article className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="-mx-4 -mt-6 md:mx-0 md:mt-0">
          <ClientMessages namespaces={["player", "progress"]}>
            <Stage viewerId={actor.userId} video={video} startAt={startAt} next={next ? { title: next.title, href: `/videos/${next.id}` } : null} />
          </ClientMessages>
        </div>
        <About video={video} />
      </article>
      {following.length > 0 && <UpNext videos={following} />}
    </Page>
  );
}

async function Stage({ viewerId, video, startAt, next }: { viewerId: number; video: VideoOnPage; startAt: number; next: { title: string; href: string } | null }) {
  const isMade = video.status === "ready" || video.status === "failed";
  if (video.playable) {
    return (
      <>
        <Player key={video.masterUrl} viewerId={viewerId} video={video} next={next} startAt={startAt} />
        {!isMade && video.canEdit && <StillImproving viewerId={viewerId} video={{ id: video.id, title: video.title, status: video.status, progress: video.progress, owner: video.owner }} />}
      </>
    );
  }
  if (video.status !== "failed") return <NotReady viewerId={viewerId} video={video} />;
  const t = await getTranslations("videos");
  return (
    <div className="p-4 md:p-0">
      <ErrorNote title={t("failedTitle")} todo={t(`errors.${video.errorCode ?? "internal"}`)} />
    </div>
  );
}

async function About({ video }: { video: VideoDetail }) {
  const [t, format] = await Promise.all([getTranslations("videos"), getFormatter()]);
  const facts = [categoryName(video.category, t("other")), format.dateTime(new Date(video.createdAt), { dateStyle: "long" }), ...(video.owner.name ? [t("by", { name: video.owner.name })] : [])];
  return (
    <div className="grid gap-2">
      <div className="flex items-start justify-between gap-4">
        <h1 className="min-w-0 text-xl break-words md:text-2xl">{video.title}</h1>
        {video.canEdit && <ButtonLink href={`/videos/${video.id}/edit`}>{t("edit")}</ButtonLink>}
      </div>
      <p className="flex flex-wrap items-center gap-2 text-ui text-muted">
        {facts.join(" · ")}
        {video.visibility === "private" && <Badge>{t("onlyYou")}</Badge>}
      </p>
      <Description text={video.description} />
    </div>
  );
}
