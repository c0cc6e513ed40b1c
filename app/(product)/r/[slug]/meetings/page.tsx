import CalendarPlus from "lucide-react/icons/calendar-plus";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { changeMeetingAction } from "@/app/(product)/meetings/actions";
import { MeetingTable } from "@/components/meetings/meeting-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireSignedIn } from "@/lib/http/page";
import { listRoomMeetings } from "@/lib/meetings/queries/list-meetings";
import { findRoomPage } from "@/lib/rooms/queries/get-room";

type Props = { params: Promise<{ slug: string }> };

const limit = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("title") };
}

/** What is scheduled in a room, for its members. */
export default async function RoomMeetingsPage({ params }: Props) {
  const { slug } = await params;
  const actor = await requireSignedIn(`/r/${slug}/meetings`);
  const room = await findRoomPage(actor, { slug });
  if (!room?.can.read) notFound();
  const [t, { items }] = await Promise.all([getTranslations("meetings"), listRoomMeetings(actor, room.id, { when: "upcoming", limit })]);
  const schedule = (
    <ButtonLink href={`/meetings/new?room=${room.id}`} look="primary" icon={<CalendarPlus size={18} />}>
      {t("roomSchedule")}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader title={t("title")} text={<bdi>{room.name}</bdi>} action={schedule} />
      {items.length === 0 ? (
        <EmptyState title={t("roomNone")} text={t("roomNoneText")} />
      ) : (
        <ClientMessages namespaces={["meetings"]}>
          <MeetingTable caption={t("title")} meetings={items} change={changeMeetingAction} />
        </ClientMessages>
      )}
    </Page>
  );
}
