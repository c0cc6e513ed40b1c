import Plus from "@lucide/icons/icons/plus";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { changeMeetingAction, makeFeedAction, revokeFeedAction } from "@/app/(product)/meetings/actions";
import { FeedPanel } from "@/components/meetings/feed-panel";
import { MeetingTable } from "@/components/meetings/meeting-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/http/page";
import { findCalendarFeed } from "@/lib/meetings/queries/get-feed";
import { listMeetings, type MeetingTime } from "@/lib/meetings/queries/list-meetings";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const limit = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("title") };
}

/** One's meetings: those to come, and at `?when=past` those that were. */
export default async function MeetingsPage({ searchParams }: Props) {
  const { when: asked, page } = await searchParams;
  const actor = await requireSignedIn("/meetings");
  const when: MeetingTime = asked === "past" ? "past" : "upcoming";
  const at = typeof page === "string" && /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1;
  const [t, feed, { items, count }] = await Promise.all([getTranslations("meetings"), findCalendarFeed(actor), listMeetings(actor, { when, limit, offset: (at - 1) * limit })]);
  const address = (wished: MeetingTime, number = 1) => `/meetings${wished === "past" || number > 1 ? `?${new URLSearchParams({ ...(wished === "past" ? { when: "past" } : {}), ...(number > 1 ? { page: String(number) } : {}) })}` : ""}`;
  const create = (
    <ButtonLink href="/meetings/new" look="primary" icon={<Icon of={Plus} size={18} />}>
      {t("new")}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader title={t("title")} text={t("text")} action={create} />
      <nav aria-label={t("when")} className="mb-4 flex gap-1 border-b border-hairline">
        {(["upcoming", "past"] as const).map((each) => (
          <Link key={each} href={address(each)} aria-current={when === each ? "page" : undefined} className="tab inline-flex items-center">
            {t(each)}
          </Link>
        ))}
      </nav>
      <ClientMessages namespaces={["meetings"]}>
      {items.length === 0 ? (
        <EmptyState title={t(when === "past" ? "noPast" : "noUpcoming")} text={t(when === "past" ? "noPastText" : "noUpcomingText")} action={when === "past" ? undefined : <ButtonLink href="/meetings/new">{t("new")}</ButtonLink>} />
      ) : (
        <MeetingTable caption={t(when)} meetings={items} change={changeMeetingAction} />
      )}
      <nav aria-label={t("title")} className="mt-4 flex justify-between empty:hidden">
        {at > 1 && <ButtonLink href={address(when, at - 1)}>{t(when === "past" ? "later" : "earlier")}</ButtonLink>}
        {at * limit < count && <ButtonLink href={address(when, at + 1)}>{t(when === "past" ? "earlier" : "later")}</ButtonLink>}
      </nav>
      <FeedPanel feed={feed} make={makeFeedAction} revoke={revokeFeedAction} />
      </ClientMessages>
    </Page>
  );
}
