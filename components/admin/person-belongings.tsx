import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import type { RoomOfPerson } from "@/lib/rooms/contract";
import type { VideoOfPerson } from "@/lib/videos/contract";

/** A part of a person's page: a list with the way to all of it, or what stands there when it is empty. */
export function Part({ id, title, empty, more, children }: { id: string; title: string; empty?: string | undefined; more?: { href: string; text: string } | undefined; children: ReactNode }) {
  return (
    <Card aria-labelledby={id}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {more && (
          <ButtonLink href={more.href} look="plain">
            {more.text}
          </ButtonLink>
        )}
      </div>
      {empty === undefined ? children : <p className="text-ui text-muted">{empty}</p>}
    </Card>
  );
}

const nameClass = "target inline-flex items-center break-words text-accent underline-offset-4 hover:underline";

/** The rooms of a person. */
export function PersonRooms({ rooms, total }: { rooms: RoomOfPerson[]; total: number }) {
  const t = useTranslations("users");
  const format = useFormatter();
  return (
    <Part id="rooms" title={t("belongings.rooms", { count: total })} empty={rooms.length === 0 ? t("belongings.noRooms") : undefined}>
      <Table
        caption={t("rooms")}
        rows={rooms}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "name",
            title: t("name"),
            heading: true,
            cell: ({ id, name, isDeleted }) => (
              <span className="flex flex-wrap items-center gap-2">
                <Link href={`/admin/rooms/${id}`} prefetch={false} className={nameClass}>
                  <bdi>{name}</bdi>
                </Link>
                {isDeleted && <Badge tone="danger">{t("belongings.deleted")}</Badge>}
              </span>
            ),
          },
          { key: "role", title: t("role"), cell: ({ role }) => t(`belongings.roles.${role}`) },
          { key: "people", title: t("belongings.people"), numeric: true, cell: ({ memberCount }) => format.number(memberCount) },
        ]}
      />
      {total > rooms.length && <p className="mt-3 text-ui text-muted">{t("belongings.more", { count: total - rooms.length })}</p>}
    </Part>
  );
}

/** The videos of a person. */
export function PersonVideos({ videos, total }: { videos: VideoOfPerson[]; total: number }) {
  const t = useTranslations("users");
  const format = useFormatter();
  return (
    <Part id="videos" title={t("belongings.videos", { count: total })} empty={videos.length === 0 ? t("belongings.noVideos") : undefined}>
      <Table
        caption={t("belongings.videosOf")}
        rows={videos}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "title",
            title: t("belongings.title"),
            heading: true,
            cell: ({ id, title }) => (
              <Link href={`/videos/${id}`} prefetch={false} className={nameClass}>
                <bdi>{title}</bdi>
              </Link>
            ),
          },
          { key: "state", title: t("state"), cell: ({ status }) => <Badge tone={status === "failed" ? "danger" : "neutral"}>{t(`belongings.states.${status}`)}</Badge> },
          { key: "audience", title: t("belongings.audience"), cell: ({ visibility }) => t(`belongings.audiences.${visibility}`) },
          { key: "since", title: t("belongings.uploaded"), numeric: true, cell: ({ createdAt }) => <time dateTime={createdAt}>{format.dateTime(new Date(createdAt), { dateStyle: "medium" })}</time> },
        ]}
      />
      {total > videos.length && <p className="mt-3 text-ui text-muted">{t("belongings.more", { count: total - videos.length })}</p>}
    </Part>
  );
}
