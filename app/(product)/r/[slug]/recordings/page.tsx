import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoomPartPage, type PartProps } from "@/app/(product)/r/[slug]/part";
import { KeptRecordings } from "@/components/recordings/kept-recordings";
import { LiveRecordings } from "@/components/recordings/live-recordings";
import { RecordingCard } from "@/components/recordings/recording-card";
import { UseNote } from "@/components/recordings/use-note";
import { ClientMessages } from "@/components/shell/client-messages";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { parseId } from "@/lib/core/ids";
import { settings } from "@/lib/core/settings";
import { listRecordings } from "@/lib/recordings/queries/recordings";
import { readRecordingUse } from "@/lib/recordings/queries/use";
import { canUploadVideo } from "@/lib/videos/policy";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, unknown>> };

const recordingsAPage = 20;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recordings"))("title"), robots: "noindex" };
}

/** The recordings of a room's calls, for its members. */
export default async function RecordingsPage({ params, searchParams }: Props) {
  const [{ slug }, { page }] = await Promise.all([params, searchParams]);
  return (
    <RoomPartPage slug={slug} current="recordings">
      {(props) => <Recordings {...props} page={(typeof page === "string" && parseId(page)) || 1} />}
    </RoomPartPage>
  );
}

async function Recordings({ actor, room, page }: PartProps & { page: number }) {
  const offset = (page - 1) * recordingsAPage;
  const [t, { count, recordings }] = await Promise.all([getTranslations("recordings"), listRecordings(actor, room.slug, { limit: recordingsAPage, offset })]);
  // Only after they were authorized to see what is counted.
  const use = await readRecordingUse(room.id);
  const link = (to: number) => `/r/${room.slug}/recordings${to === 1 ? "" : `?page=${to}`}`;
  return (
    <ClientMessages namespaces={["recordings", "streams"]}>
      <LiveRecordings room={{ id: room.id, version: room.version }} viewerId={actor.userId}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
          <KeptRecordings slug={room.slug} mayUpload={canUploadVideo(actor, settings.usersMayUploadVideos).allowed} />
          {recordings.length === 0 ? (
            <div className="grid gap-3">
              {use.usedBytes > 0 && <UseNote use={use} />}
              <EmptyState title={t("none")} text={t("noneText")} />
            </div>
          ) : (
            <section aria-label={t("title")} className="grid grid-cols-[minmax(0,1fr)] gap-5">
              <UseNote use={use} />
              <ul className="grid gap-3">
                {recordings.map((each) => (
                  <RecordingCard key={each.id} slug={room.slug} recording={each} roomName={room.name} />
                ))}
              </ul>
              <p className="flex gap-2 empty:hidden">
                {page > 1 && <ButtonLink href={link(page - 1)}>{t("newer")}</ButtonLink>}
                {offset + recordings.length < count && <ButtonLink href={link(page + 1)}>{t("older")}</ButtonLink>}
              </p>
            </section>
          )}
        </div>
      </LiveRecordings>
    </ClientMessages>
  );
}
