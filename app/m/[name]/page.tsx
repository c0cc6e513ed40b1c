import CalendarPlus from "@lucide/icons/icons/calendar-plus";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { openMeetingAction } from "@/app/(product)/meetings/actions";
import { KeepInvitation } from "@/components/call/encryption/keep-invitation";
import { LocalTime } from "@/components/meetings/local-time";
import { WaitingDoor } from "@/components/meetings/waiting-door";
import { ClientMessages } from "@/components/shell/client-messages";
import { buttonClass } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { toTimestamp } from "@/lib/core/format";
import { currentActor } from "@/lib/http/page";
import { uuidOf } from "@/lib/meetings/names";
import { findMeetingPage, type MeetingPage } from "@/lib/meetings/queries/get-meeting";

type Props = { params: Promise<{ name: string }> };

const meetingOf = cache(async (name: string): Promise<MeetingPage | null> => {
  const uuid = uuidOf(name);
  return uuid === null ? null : findMeetingPage(await currentActor(), uuid);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const meeting = await meetingOf((await params).name);
  return meeting ? { title: meeting.title, robots: "noindex" } : {};
}

/** The address of a meeting: too early, open (and on to its call), or over. */
export default async function MeetingPage({ params }: Props) {
  const { name } = await params;
  const meeting = await meetingOf(name);
  if (!meeting) notFound();
  // Addresses made before it was renamed stay good.
  if (decodeURIComponent(name) !== meeting.uniqueName) redirect(`/m/${meeting.uniqueName}`);
  if (meeting.state === "open") redirect(`/r/${meeting.roomSlug}/call`);
  const t = await getTranslations("meetings");
  return (
    <ClientMessages namespaces={["meetings"]}>
      <div className="grid gap-6">
        <div className="grid gap-2">
          <p className="text-ui text-muted">{t("page.goingTo")}</p>
          <h1 className="text-xl break-words">
            <bdi>{meeting.title}</bdi>
          </h1>
          {meeting.hostName !== null && <p className="text-muted">{t("page.hostedBy", { name: meeting.hostName })}</p>}
        </div>
        {meeting.state === "upcoming" ? <Early meeting={meeting} /> : <Over meeting={meeting} />}
      </div>
    </ClientMessages>
  );
}

async function Early({ meeting }: { meeting: MeetingPage }) {
  const [t, format] = await Promise.all([getTranslations("meetings"), getFormatter()]);
  const { startsAt, endsAt, timeZone, now } = meeting;
  const hours = { startsAt: format.dateTime(startsAt, { timeZone, hour: "2-digit", minute: "2-digit" }), endsAt: format.dateTime(endsAt, { timeZone, hour: "2-digit", minute: "2-digit" }) };
  return (
    <>
      <KeepInvitation next={`/r/${meeting.roomSlug}/call`} />
      <div className="grid gap-0.5">
        <p>
          <LocalTime at={startsAt} look="day" />, <LocalTime at={startsAt} look="time" />–<LocalTime at={endsAt} look="time" />
        </p>
        <p className="text-sm text-muted">{t("page.atHost", { time: `${hours.startsAt}–${hours.endsAt}`, zone: timeZone.replaceAll("_", " ") })}</p>
      </div>
      <WaitingDoor
        uuid={meeting.uuid}
        window={{ state: "upcoming", starts_at: toTimestamp(startsAt), ends_at: toTimestamp(endsAt), cancelled: false, now: toTimestamp(now) }}
        callPath={`/r/${meeting.roomSlug}/call`}
        openEarly={meeting.can.openEarly ? openMeetingAction.bind(null, meeting.id) : null}
      />
      <a href={`/api/meetings/${meeting.uuid}/calendar/`} download="meeting.ics" className={buttonClass("quiet", false, "justify-self-start")}>
        <Icon of={CalendarPlus} size={18} />
        {t("page.calendar")}
      </a>
    </>
  );
}

async function Over({ meeting }: { meeting: MeetingPage }) {
  const [t, format, actor] = await Promise.all([getTranslations("meetings"), getFormatter(), currentActor()]);
  const { isCancelled, endsAt, now, roomSlug, can } = meeting;
  return (
    <>
      <div className="grid gap-1">
        <p className="text-md font-semibold">{t(isCancelled ? "page.cancelledTitle" : "page.endedTitle")}</p>
        <p className="text-muted">{isCancelled ? t("page.cancelledText") : `${t("page.endedAgo", { ago: format.relativeTime(endsAt, now) })}. ${t("page.endedText")}`}</p>
      </div>
      {!isCancelled && !can.seeRoom && actor.kind !== "user" && <p className="text-ui text-muted">{t("page.signInText")}</p>}
      <div className="flex flex-wrap gap-2">
        {can.seeRoom && (
          <ButtonLink look="primary" href={`/r/${roomSlug}`}>
            {t("page.toRoom")}
          </ButtonLink>
        )}
        {can.manage && <ButtonLink href={`/meetings/${meeting.id}/edit`}>{t("page.planAgain")}</ButtonLink>}
        {actor.kind === "user" ? <ButtonLink href="/">{t("page.home")}</ButtonLink> : <ButtonLink href={`/login?next=${encodeURIComponent(`/m/${meeting.uniqueName}`)}`}>{t("page.signIn")}</ButtonLink>}
      </div>
    </>
  );
}
