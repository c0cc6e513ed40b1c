import CalendarPlus from "@lucide/icons/icons/calendar-plus";
import Phone from "@lucide/icons/icons/phone";
import Plus from "@lucide/icons/icons/plus";
import Radio from "@lucide/icons/icons/radio";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getMessages, getTimeZone, getTranslations } from "next-intl/server";
import { adoptTimeZoneAction } from "@/app/(product)/settings/actions";
import { openByCode } from "@/app/(product)/open-by-code";
import { TimeZoneNotice } from "@/components/account/time-zone-notice";
import { CopyMeetingLink } from "@/components/meetings/copy-meeting-link";
import { ZonedTime } from "@/components/meetings/zoned-time";
import { Greeting } from "@/components/rooms/greeting";
import { JoinByCode } from "@/components/rooms/join-by-code";
import { RoomList } from "@/components/rooms/room-list";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Court } from "@/components/ui/court";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { SectionHead } from "@/components/ui/section-head";
import type { UserActor } from "@/lib/authz/actor";
import { getCallPresence } from "@/lib/calls/queries";
import { listRunningCalls } from "@/lib/rooms/queries/running-calls";
import { currentActor } from "@/lib/http/page";
import { listMeetings } from "@/lib/meetings/queries/list-meetings";
import { listLiveStreams } from "@/lib/recordings/queries/streams";
import { listRooms } from "@/lib/rooms/queries/list-rooms";

const recentRooms = 8;
const nextMeetings = 3;

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: "Atrium" } };
}

export default async function HomePage() {
  const actor = await currentActor();
  return actor.kind === "user" ? <Home actor={actor} /> : <Welcome />;
}

async function Welcome() {
  const t = await getTranslations("home");
  return (
    <Page>
      <div className="mx-auto grid max-w-text justify-items-center gap-6 py-12 text-center sm:py-20">
        <Court className="size-20 text-edge" />
        <div className="grid gap-3">
          <h1 className="text-2xl tracking-tight sm:text-3xl">{t("welcomeTitle")}</h1>
          <p className="text-md text-muted">{t("welcomeText")}</p>
        </div>
        <div className="flex flex-wrap justify-center gap-3">
          <ButtonLink href="/login" look="primary">
            {t("signIn")}
          </ButtonLink>
          <ButtonLink href="/register">{t("register")}</ButtonLink>
        </div>
        <JoinByCode action={openByCode} label={t("codeLabel")} button={t("code")} invalid={t("codeInvalid")} />
      </div>
    </Page>
  );
}

async function Home({ actor }: { actor: UserActor }) {
  const schedule = await getTranslations("meetings");
  const [t, rooms, texts, { rooms: recent, count }] = await Promise.all([getTranslations("home"), getTranslations("rooms"), getMessages(), listRooms(actor, { limit: recentRooms })]);
  const words = (key: "hello" | "morning" | "afternoon" | "evening") => t(key, { name: actor.name });
  return (
    <Page>
      {actor.timeZone === null && <TimeZoneNotice adopt={adoptTimeZoneAction} words={{ text: texts.profile.adopted, change: texts.profile.change }} />}
      <header className="mb-8 grid gap-6 sm:mb-10">
        <h1 className="text-xl tracking-tight break-words sm:text-2xl">
          <Greeting words={{ hello: words("hello"), morning: words("morning"), afternoon: words("afternoon"), evening: words("evening") }} />
        </h1>
        <div className="flex flex-wrap items-start gap-3">
          <ButtonLink href="/rooms/new" look="primary" icon={<Icon of={Plus} size={18} />}>
            {t("newRoom")}
          </ButtonLink>
          <ButtonLink href="/meetings/new" icon={<Icon of={CalendarPlus} size={18} />}>
            {schedule("schedule")}
          </ButtonLink>
          <JoinByCode action={openByCode} label={t("codeLabel")} button={t("code")} invalid={t("codeInvalid")} />
        </div>
      </header>
      <Now actor={actor} />
      <Live actor={actor} />
      <Next actor={actor} />
      {recent.length === 0 ? (
        <EmptyState title={t("empty")} text={t("emptyText")} action={<ButtonLink href="/rooms/new">{t("newRoom")}</ButtonLink>} />
      ) : (
        <section aria-labelledby="recent">
          <SectionHead id="recent" title={t("recent")}>
            {count > recent.length && (
              <ButtonLink href="/rooms" look="plain">
                {t("allRooms")}
              </ButtonLink>
            )}
          </SectionHead>
          <RoomList rooms={recent} viewerId={actor.userId} words={{ unread: rooms("unread"), mentioned: rooms("mentioned"), noMessages: rooms("noMessages"), picture: rooms("picture"), direct: rooms("direct"), mute: rooms.raw("mute") as string, unmute: rooms.raw("unmute") as string, muteFailed: rooms("muteFailed") }} />
        </section>
      )}
    </Page>
  );
}

/** The meetings that come next, each with its link to copy; those that are open can be joined. */
async function Next({ actor }: { actor: UserActor }) {
  const [t, locale, timeZone, { items, count }] = await Promise.all([getTranslations("meetings"), getLocale(), getTimeZone(), listMeetings(actor, { when: "upcoming", limit: nextMeetings })]);
  if (items.length === 0) return null;
  // As properties: the code that reads texts in the browser is larger than all else of this page.
  const words = { copyLink: t("copyLink"), copied: t("copied"), copyFailed: t("copyFailed") };
  return (
    <section aria-labelledby="next" className="mb-8">
      <SectionHead id="next" title={t("next")}>
        {count > items.length && (
          <ButtonLink href="/meetings" look="plain">
            {t("allMeetings")}
          </ButtonLink>
        )}
      </SectionHead>
      <ul className="divide-y divide-hairline border-y border-hairline">
        {items.map((each) => (
          <li key={each.occurrenceId} className="flex min-h-14 items-center gap-x-4 py-1">
            <div className="grid min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-x-4">
              <span className="text-sm text-muted sm:min-w-40 sm:text-ui">
                <ZonedTime at={each.startsAt} locale={locale} timeZone={timeZone} />
              </span>
              <Link href={`/m/${each.uniqueName}`} prefetch={false} className="target flex min-w-0 items-center font-semibold hover:underline">
                <bdi className="truncate">{each.title}</bdi>
              </Link>
            </div>
            {each.state === "open" && (
              <ButtonLink href={`/m/${each.uniqueName}`} prefetch={false} icon={<Icon of={Phone} size={16} />}>
                {t("join")}
              </ButtonLink>
            )}
            <CopyMeetingLink uniqueName={each.uniqueName} words={words} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The live streams of one's rooms at this moment, and those for everybody with an account. */
async function Live({ actor }: { actor: UserActor }) {
  const [t, streams] = await Promise.all([getTranslations("live"), listLiveStreams(actor)]);
  if (streams.length === 0) return null;
  return (
    <section aria-labelledby="live" className="mb-8">
      <SectionHead id="live" title={t("now")} />
      <ul className="grid gap-2">
        {streams.map(({ id, title, roomName }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-hairline py-2 ps-4 pe-2">
            <bdi className="min-w-0 flex-1 truncate font-semibold">{title || t("untitled", { room: roomName })}</bdi>
            <Badge tone="live">{t("mark")}</Badge>
            <ButtonLink href={`/live/${id}`} icon={<Icon of={Radio} size={16} />} prefetch={false}>
              {t("watch")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One's rooms in which a call runs at this moment. */
async function Now({ actor }: { actor: UserActor }) {
  const [t, rooms, running] = await Promise.all([getTranslations("home"), getTranslations("rooms"), listRunningCalls(actor)]);
  if (running.length === 0) return null;
  const presences = await Promise.all(running.map((room) => getCallPresence(room.id)));
  return (
    <section aria-labelledby="now" className="mb-8">
      <SectionHead id="now" title={t("now")} />
      <ul className="grid gap-2">
        {running.map((room, index) => (
          <li key={room.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-hairline py-2 ps-4 pe-2">
            <bdi className="min-w-0 flex-1 truncate font-semibold">{room.name}</bdi>
            <Badge tone="live">{rooms("inCall", { count: presences[index]?.count ?? 0 })}</Badge>
            <ButtonLink href={`/r/${room.slug}/call`} icon={<Icon of={Phone} size={16} />} prefetch={false}>
              {rooms("call")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
