import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createMeetingAction } from "@/app/(product)/meetings/actions";
import { timeZones } from "@/app/(product)/meetings/zones";
import { MeetingForm } from "@/components/meetings/meeting-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { settings } from "@/lib/core/settings";
import { requireSignedIn } from "@/lib/http/page";
import { getOwnTimeZone } from "@/lib/meetings/queries/own-time-zone";
import { wallTimeOf } from "@/lib/meetings/schedule";
import { listRoomsUncounted } from "@/lib/rooms/queries/list-rooms";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meetings"))("new") };
}

const quarterHourMs = 15 * 60_000;

/** The next full quarter of an hour that leaves time to fill the form in. */
function nextQuarter(): Date {
  return new Date(Math.ceil((Date.now() + quarterHourMs) / quarterHourMs) * quarterHourMs);
}

/** The form for a new meeting; `?room=<id>` chooses one of one's rooms. */
export default async function NewMeetingPage({ searchParams }: Props) {
  const { room } = await searchParams;
  const actor = await requireSignedIn("/meetings/new");
  const [t, zone, { rooms }] = await Promise.all([getTranslations("meetings"), getOwnTimeZone(actor), listRoomsUncounted(actor, { limit: settings.pageLimitMax })]);
  const next = nextQuarter();
  const chosen = rooms.some(({ id }) => String(id) === room) ? String(room) : "";
  return (
    <Page>
      <PageHeader title={t("new")} text={t("newText")} />
      <ClientMessages namespaces={["meetings"]}>
        <MeetingForm
          action={createMeetingAction}
          values={{ title: "", starts: wallTimeOf(next, zone), duration: "30", timezone: zone, repeat: "once", rule: "", until: "", room: chosen, attendees: "" }}
          zones={timeZones()}
          rooms={rooms.filter(({ direct }) => !direct).map(({ id, name }) => ({ id, name }))}
        />
      </ClientMessages>
    </Page>
  );
}
