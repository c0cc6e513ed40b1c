import Search from "@lucide/icons/icons/search";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { changeMeetingAction, endMeetingAction } from "@/app/(product)/meetings/actions";
import { MeetingTable } from "@/components/meetings/meeting-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { getCallPresence } from "@/lib/calls/queries";
import { load, requireModerator } from "@/lib/http/page";
import { listAllMeetings, type MeetingTime } from "@/lib/meetings/queries/list-meetings";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const address = "/admin/meetings";
const limit = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("admin.title") };
}

/** The meetings of everybody, for moderators: find, edit, cancel, see who is in now, end. */
export default async function AdminMeetingsPage({ searchParams }: Props) {
  const actor = await requireModerator(address);
  const { q, when: asked, page } = await searchParams;
  const text = typeof q === "string" ? q.trim().replaceAll("\0", "").slice(0, 150) : "";
  const when: MeetingTime = asked === "past" ? "past" : "upcoming";
  const at = typeof page === "string" && /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1;
  const [t, { items, count }] = await Promise.all([getTranslations("meetings"), load(address, () => listAllMeetings(actor, text, { when, limit, offset: (at - 1) * limit }))]);
  const open = items.filter(({ state }) => state === "open");
  const presences = await Promise.all(open.map(({ roomId }) => getCallPresence(roomId)));
  const inside = Object.fromEntries(open.map(({ meetingId }, index) => [meetingId, presences[index] ?? { known: false, count: 0, people: [] }]));
  const to = (values: Record<string, string>) => `${address}?${new URLSearchParams({ ...(text === "" ? {} : { q: text }), ...values })}`;
  return (
    <Page>
      <PageHeader title={t("admin.title")} text={t("admin.text")} />
      <form role="search" className="mb-6 flex max-w-text gap-2">
        <input type="hidden" name="when" value={when} />
        <Input name="q" type="search" aria-label={t("admin.search")} placeholder={t("admin.search")} defaultValue={text} />
        <Button type="submit" icon={<Icon of={Search} size={16} />}>
          {t("admin.find")}
        </Button>
      </form>
      <nav aria-label={t("when")} className="mb-4 flex gap-1 border-b border-hairline">
        {(["upcoming", "past"] as const).map((each) => (
          <Link key={each} href={to({ when: each })} aria-current={when === each ? "page" : undefined} className="tab inline-flex items-center">
            {t(each)}
          </Link>
        ))}
      </nav>
      {items.length === 0 ? (
        <EmptyState title={t("admin.none")} />
      ) : (
        <ClientMessages namespaces={["meetings"]}>
          <MeetingTable caption={t("admin.title")} meetings={items} change={changeMeetingAction} end={endMeetingAction} inside={inside} />
        </ClientMessages>
      )}
      <nav aria-label={t("admin.title")} className="mt-4 flex justify-between empty:hidden">
        {at > 1 && <ButtonLink href={to({ when, page: String(at - 1) })}>{t(when === "past" ? "later" : "earlier")}</ButtonLink>}
        {at * limit < count && <ButtonLink href={to({ when, page: String(at + 1) })}>{t(when === "past" ? "earlier" : "later")}</ButtonLink>}
      </nav>
    </Page>
  );
}
