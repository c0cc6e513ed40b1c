import { clsx } from "clsx";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { roomChatOf } from "@/app/room-chat";
import { CopyLiveLink } from "@/components/live/copy-live-link";
import { LiveStage } from "@/components/live/live-stage";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { currentActor, load } from "@/lib/http/page";
import { recordingIdSchema } from "@/lib/recordings/contract";
import { getLiveStream } from "@/lib/recordings/queries/streams";

type Props = { params: Promise<{ id: string }> };

/** Once a render: the title and the page need it. */
const readStream = cache(async (text: string) => {
  const id = recordingIdSchema.safeParse(text);
  if (!id.success) notFound();
  const [t, actor] = await Promise.all([getTranslations("live"), currentActor()]);
  const stream = await load(`/live/${id.data}`, () => getLiveStream(actor, id.data));
  return { actor, stream, title: stream.title || t("untitled", { room: stream.room.name }) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readStream((await params).id)).title, robots: "noindex" };
}

/** A live stream, for its audience; for those who read the room's chat with that beside it. */
export default async function LivePage({ params }: Props) {
  const { actor, stream, title } = await readStream((await params).id);
  const here = `/live/${stream.id}`;
  const [t, chat] = await Promise.all([getTranslations("live"), actor.kind === "user" ? roomChatOf(actor, stream.room.slug, here) : undefined]);
  const viewerId = actor.kind === "user" ? actor.userId : null;
  return (
    <Page wide className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_24rem]">
      <article className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ClientMessages namespaces={["player", "live"]}>
          <div className="-mx-4 -mt-6 md:mx-0 md:mt-0">
            <LiveStage id={stream.id} title={title} viewerId={viewerId} isRunning={stream.isRunning} isBroken={stream.isBroken} hasBegun={stream.started_at !== null} videoId={stream.video_id} />
          </div>
          <div className="flex flex-wrap items-start justify-between gap-4">
            <div className="grid min-w-0 gap-1">
              <h1 className="text-xl break-words md:text-2xl">{title}</h1>
              <p className="text-ui text-muted">
                <bdi>{stream.room.name}</bdi> · {t(`audiences.${stream.audience}`)}
              </p>
            </div>
            {stream.canSteer && <CopyLiveLink id={stream.id} />}
          </div>
        </ClientMessages>
      </article>
      <aside aria-label={t("chat")} className={clsx("flex min-h-0 flex-col overflow-hidden rounded-card border border-hairline", chat && "h-[min(36rem,70dvh)] lg:h-[calc(100dvh-7rem)]")}>
        {chat ?? (
          <div className="grid flex-1 content-center justify-items-center gap-4 p-6 text-center">
            <p className="text-ui text-muted">{t(viewerId === null ? "chatSignIn" : "chatMembers")}</p>
            {viewerId === null ? (
              <ButtonLink href={`/login?next=${encodeURIComponent(here)}`}>{t("signIn")}</ButtonLink>
            ) : (
              <Link href={`/r/${stream.room.slug}`} className="link">
                {t("toRoom")}
              </Link>
            )}
          </div>
        )}
      </aside>
    </Page>
  );
}
