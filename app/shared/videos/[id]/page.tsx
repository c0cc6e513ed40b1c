import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Description } from "@/components/videos/description";
import { Player } from "@/components/videos/player/player";
import { parseId } from "@/lib/core/ids";
import { readVideoLinkCookie } from "@/lib/http/video-link-cookie";
import { noteVideoLinkUsed } from "@/lib/videos/commands/share-video";
import { findLinkedVideo } from "@/lib/videos/links";

type Props = { params: Promise<{ id: string }> };

/** Once a render: the title and the page need it. */
const readShared = cache(async (text: string) => {
  const id = parseId(text);
  const linkId = readVideoLinkCookie(await headers());
  const video = id === null || linkId === null ? null : await findLinkedVideo(linkId, id);
  if (!video || linkId === null) notFound();
  await noteVideoLinkUsed(linkId);
  return video;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readShared((await params).id)).title };
}

/** A video for whoever came by its share link: to be watched, and nothing else. */
export default async function SharedVideoPage({ params }: Props) {
  const video = await readShared((await params).id);
  const format = await getFormatter();
  const t = await getTranslations("videos");
  return (
    <Page wide>
      <article className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-4">
        <div className="-mx-4 -mt-6 md:mx-0 md:mt-0">
          <ClientMessages namespaces={["player"]}>
            <Player viewerId={null} video={video} next={null} />
          </ClientMessages>
        </div>
        <div className="grid gap-2">
          <h1 className="min-w-0 text-xl break-words md:text-2xl">{video.title}</h1>
          <p className="text-ui text-muted">
            {format.dateTime(new Date(video.createdAt), { dateStyle: "long" })} · {t("sharedWithYou")}
          </p>
          <Description text={video.description} />
        </div>
      </article>
    </Page>
  );
}
