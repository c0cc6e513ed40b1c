import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoomPartPage, type PartProps } from "@/app/(product)/r/[slug]/part";
import { CallHistoryList } from "@/components/rooms/call-history";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { listCalls } from "@/lib/calls/history";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ before?: string }> };

const callsAPage = 20;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms.calls"))("title"), robots: "noindex" };
}

/** For hosts: the room's calls, and who was in them. */
export default async function CallsPage({ params, searchParams }: Props) {
  const [{ slug }, { before }] = await Promise.all([params, searchParams]);
  const start = Number(before);
  return (
    <RoomPartPage slug={slug} current="calls">
      {(props) => <Calls {...props} before={Number.isSafeInteger(start) && start > 0 ? start : undefined} />}
    </RoomPartPage>
  );
}

async function Calls({ actor, room, before }: PartProps & { before: number | undefined }) {
  const [t, { results, next }] = await Promise.all([getTranslations("rooms.calls"), listCalls(actor, room.slug, { limit: callsAPage, before })]);
  if (results.length === 0) return <EmptyState title={t("none")} />;
  return (
    <section aria-label={t("title")} className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="text-muted">{t("text", { room: room.name })}</p>
      <CallHistoryList slug={room.slug} calls={results} now={new Date()} />
      {next !== null && (
        <p>
          <ButtonLink href={`/r/${room.slug}/calls?before=${next}`}>{t("older")}</ButtonLink>
        </p>
      )}
    </section>
  );
}
