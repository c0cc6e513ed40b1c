import CalendarPlus from "@lucide/icons/icons/calendar-plus";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeMeetingAction } from "@/app/(product)/meetings/actions";
import { RoomPartPage, type PartProps } from "@/app/(product)/r/[slug]/part";
import { MeetingTable } from "@/components/meetings/meeting-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { listRoomMeetings } from "@/lib/meetings/queries/list-meetings";

type Props = { params: Promise<{ slug: string }> };

const limit = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("title") };
}

/** What is scheduled in a room, for its members. */
export default async function RoomMeetingsPage({ params }: Props) {
  return (
    <RoomPartPage slug={(await params).slug} current="meetings">
      {(props) => <Meetings {...props} />}
    </RoomPartPage>
  );
}

async function Meetings({ actor, room }: PartProps) {
  const [t, { items }] = await Promise.all([getTranslations("meetings"), listRoomMeetings(actor, room.id, { when: "upcoming", limit })]);
  const schedule = (
    <ButtonLink href={`/meetings/new?room=${room.id}`} icon={<Icon of={CalendarPlus} size={18} />}>
      {t("roomSchedule")}
    </ButtonLink>
  );
  if (items.length === 0) return <EmptyState title={t("roomNone")} text={t("roomNoneText")} action={schedule} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div>{schedule}</div>
      <ClientMessages namespaces={["meetings"]}>
        <MeetingTable caption={t("title")} meetings={items} change={changeMeetingAction} />
      </ClientMessages>
    </div>
  );
}
