import Plus from "@lucide/icons/icons/plus";
import Search from "@lucide/icons/icons/search";
import type { Metadata } from "next";
import { getFormatter, getMessages, getTranslations } from "next-intl/server";
import Link from "next/link";
import { RestoreRoom } from "@/components/rooms/restore-room";
import type { HostTexts } from "@/components/rooms/host-texts";
import { RoomList } from "@/components/rooms/room-list";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import type { UserActor } from "@/lib/authz/actor";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";
import { requireSignedIn } from "@/lib/http/page";
import { listDeletedRooms } from "@/lib/rooms/queries/deleted-rooms";
import { listRooms } from "@/lib/rooms/queries/list-rooms";
import { searchRooms } from "@/lib/rooms/queries/search-rooms";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const limit = settings.pageLimitMax;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms"))("title") };
}

export default async function RoomsPage({ searchParams }: Props) {
  const [actor, t, { q }] = await Promise.all([requireSignedIn("/rooms"), getTranslations("rooms"), searchParams]);
  const text = typeof q === "string" ? q.trim().replaceAll("\0", "").slice(0, settings.roomNameMaxLength) : "";
  return (
    <Page>
      <PageHeader
        title={t("title")}
        text={t("text")}
        action={
          <ButtonLink href="/rooms/new" look="primary" icon={<Icon of={Plus} size={18} />}>
            {t("new")}
          </ButtonLink>
        }
      />
      <form role="search" className="mb-8 flex max-w-text gap-2">
        <Input name="q" type="search" aria-label={t("find")} placeholder={t("findPlaceholder")} defaultValue={text} />
        <Button type="submit" icon={<Icon of={Search} size={16} />}>
          {t("search")}
        </Button>
      </form>
      <p className="-mt-4 mb-8">
        <Link href="/search" className="link target inline-flex items-center">
          {t("searchMessages")}
        </Link>
      </p>
      {text === "" ? <OwnRooms actor={actor} /> : <FoundRooms actor={actor} text={text} />}
      {text === "" && <DeletedRooms actor={actor} />}
    </Page>
  );
}

async function OwnRooms({ actor }: { actor: UserActor }) {
  const [t, { rooms }] = await Promise.all([getTranslations("rooms"), listRooms(actor, { limit })]);
  if (rooms.length === 0) {
    return <EmptyState title={t("none")} text={t("noneText")} action={<ButtonLink href="/rooms/new">{t("new")}</ButtonLink>} />;
  }
  return (
    <section aria-labelledby="own-rooms">
      <h2 id="own-rooms" className="mb-3 text-sm font-medium text-muted">
        {t("mine")}
      </h2>
      <RoomList rooms={rooms} viewerId={actor.userId} words={{ unread: t("unread"), mentioned: t("mentioned"), noMessages: t("noMessages"), picture: t("picture"), direct: t("direct"), mute: t.raw("mute") as string, unmute: t.raw("unmute") as string, muteFailed: t("muteFailed") }} />
    </section>
  );
}

/** What one can still bring back. */
async function DeletedRooms({ actor }: { actor: UserActor }) {
  const [messages, format, rooms] = await Promise.all([getMessages(), getFormatter(), listDeletedRooms(actor)]);
  const texts = messages.host as HostTexts;
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby="deleted-rooms" className="mt-10">
      <h2 id="deleted-rooms" className="mb-3 text-sm font-medium text-muted">
        {texts.deletedRooms}
      </h2>
      <ul className="divide-y divide-hairline border-y border-hairline">
        {rooms.map((room) => (
          <li key={room.id} className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <bdi className="min-w-0 flex-1 truncate font-medium">{room.name}</bdi>
            <span className="text-ui text-muted">{fill(texts.keptUntil, { date: format.dateTime(new Date(room.kept_until), { dateStyle: "medium" }) })}</span>
            <RestoreRoom room={room} texts={texts} />
          </li>
        ))}
      </ul>
    </section>
  );
}

async function FoundRooms({ actor, text }: { actor: UserActor; text: string }) {
  const [t, { rooms }] = await Promise.all([getTranslations("rooms"), searchRooms(actor, { text, limit, offset: 0 })]);
  if (rooms.length === 0) return <EmptyState title={t("nothingFound")} text={t("nothingFoundText")} action={<ButtonLink href="/rooms">{t("toRooms")}</ButtonLink>} />;
  return (
    <section aria-labelledby="found-rooms">
      <h2 id="found-rooms" className="mb-3 text-sm font-medium text-muted">
        {t("found")}
      </h2>
      <ul className="divide-y divide-hairline border-y border-hairline">
        {rooms.map((room) => (
          <li key={room.id}>
            <Link href={`/r/${room.slug}`} className="-mx-3 flex min-h-14 items-center justify-between gap-4 rounded-control px-3 hover:bg-sunken">
              <bdi className="truncate font-medium">{room.name}</bdi>
              {room.is_member && <Badge>{t("member")}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
