import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { changeMeetingAction, moveMeetingAction, updateMeetingAction } from "@/app/(product)/meetings/actions";
import { timeZones } from "@/app/(product)/meetings/zones";
import { MeetingForm } from "@/components/meetings/meeting-form";
import { OccurrenceList } from "@/components/meetings/occurrence-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { parseId } from "@/lib/core/ids";
import { load, requireSignedIn } from "@/lib/http/page";
import { getEditableMeeting } from "@/lib/meetings/queries/get-meeting";
import { repeatOf } from "@/lib/meetings/repeat";
import { wallTimeOf } from "@/lib/meetings/schedule";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("editTitle") };
}

/** The form to change a meeting, and the single times of a repeated one. */
export default async function EditMeetingPage({ params }: Props) {
  const id = parseId((await params).id);
  if (id === null) notFound();
  const here = `/meetings/${id}/edit`;
  const actor = await requireSignedIn(here);
  const [t, meeting] = await Promise.all([getTranslations("meetings"), load(here, () => getEditableMeeting(actor, id))]);
  const { timeZone, wallTime, rrule } = meeting;
  const repeat = repeatOf(rrule, wallTime, timeZone, (instant) => wallTimeOf(instant, timeZone).slice(0, 10));
  return (
    <Page>
      <PageHeader title={t("editTitle")} text={meeting.room?.name} action={<ButtonLink href={`/m/${meeting.uniqueName}`} prefetch={false}>{t("toPage")}</ButtonLink>} />
      <ClientMessages namespaces={["meetings"]}>
        <MeetingForm
          key={`${meeting.startsAt.getTime()}${rrule}`}
          action={updateMeetingAction}
          values={{
            id,
            title: meeting.title,
            starts: wallTime,
            duration: String(meeting.durationMinutes),
            timezone: timeZone,
            repeat: repeat?.repeat ?? "kept",
            rule: rrule ?? "",
            until: repeat?.until ?? "",
            room: "",
            attendees: meeting.attendees.join("\n"),
          }}
          zones={timeZones()}
          rooms={null}
        />
        {meeting.times.length > 0 && (
          <OccurrenceList meetingId={id} title={meeting.title} timezone={timeZone} times={meeting.times} more={meeting.moreTimes} change={changeMeetingAction} move={moveMeetingAction} />
        )}
      </ClientMessages>
    </Page>
  );
}
