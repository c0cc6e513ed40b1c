import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table, type Sorting } from "@/components/ui/table";
import type { AnyRoom } from "@/lib/rooms/contract";

/** In which state a room is, in words. */
export function RoomState({ room }: { room: Pick<AnyRoom, "deletedAt" | "isLive"> }) {
  const t = useTranslations("roomsAdmin");
  if (room.deletedAt) return <Badge tone="danger">{t("states.deleted")}</Badge>;
  return room.isLive ? <Badge tone="live">{t("states.live")}</Badge> : <Badge>{t("states.active")}</Badge>;
}

/** The rooms found, each with the way to its page. */
export function RoomTable({ rooms, sorting }: { rooms: AnyRoom[]; sorting: Sorting }) {
  const t = useTranslations("roomsAdmin");
  const format = useFormatter();
  return (
    <Table
      caption={t("title")}
      rows={rooms}
      rowKey={(room) => room.id}
      sorting={sorting}
      columns={[
        {
          key: "name",
          title: t("name"),
          heading: true,
          sort: "name",
          cell: (room) => (
            <Link href={`/admin/rooms/${room.id}`} className="break-words text-accent underline-offset-4 hover:underline">
              <bdi>{room.name}</bdi>
            </Link>
          ),
        },
        { key: "address", title: t("address"), cell: (room) => <span className="break-all">{room.slug}</span> },
        { key: "access", title: t("access"), cell: (room) => t(`levels.${room.accessLevel}`) },
        { key: "people", title: t("people"), numeric: true, sort: "-people", cell: (room) => format.number(room.memberCount) },
        { key: "state", title: t("state"), cell: (room) => <RoomState room={room} /> },
        { key: "since", title: t("since"), numeric: true, sort: "-since", cell: (room) => <time className="whitespace-nowrap" dateTime={room.createdAt.toISOString()}>{format.dateTime(room.createdAt, { dateStyle: "medium" })}</time> },
      ]}
    />
  );
}
