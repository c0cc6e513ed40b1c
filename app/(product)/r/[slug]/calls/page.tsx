import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CallHistoryList } from "@/components/rooms/call-history";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { getEntry } from "@/lib/calls/queries";
import { listCalls } from "@/lib/calls/history";
import { load, requireSignedIn } from "@/lib/http/page";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ before?: string }> };

const callsAPage = 20;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms.calls"))("title"), robots: "noindex" };
}

/** For hosts: the room's calls, and who was in them. */
export default async function CallsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const here = `/r/${encodeURIComponent(slug)}/calls`;
  const actor = await requireSignedIn(here);
  const before = Number((await searchParams).before);
  const t = await getTranslations("rooms.calls");
  const { room } = await load(here, () => getEntry(actor, slug));
  const { results, next } = await load(here, () => listCalls(actor, slug, { limit: callsAPage, before: Number.isSafeInteger(before) && before > 0 ? before : undefined }));
  return (
    <Page>
      <PageHeader title={t("title")} text={t("text", { room: room.name })} />
      {results.length === 0 ? <EmptyState title={t("none")} /> : <CallHistoryList slug={slug} calls={results} now={new Date()} />}
      {next !== null && (
        <p className="pt-4">
          <ButtonLink href={`${here}?before=${next}`}>{t("older")}</ButtonLink>
        </p>
      )}
    </Page>
  );
}
