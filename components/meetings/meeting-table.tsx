"use client";

import CalendarX2 from "@lucide/icons/icons/calendar-x-2";
import Pencil from "@lucide/icons/icons/pencil";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { CopyMeetingLink } from "@/components/meetings/copy-meeting-link";
import { LocalTime } from "@/components/meetings/local-time";
import { Badge } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { notify } from "@/components/ui/notify";
import { Table } from "@/components/ui/table";
import { Tooltip } from "@/components/ui/tooltip";
import type { CallPresence } from "@/lib/calls/contract";
import type { Result } from "@/lib/core/result";
import type { MeetingItem } from "@/lib/meetings/contract";

/** `occurrenceId` for one time of a repeated meeting, without it for all of it. */
export type CancelMeeting = (input: { meetingId: number; occurrenceId?: number; cancel: boolean }) => Promise<Result<unknown>>;

type Props = {
  caption: string;
  meetings: MeetingItem[];
  change: CancelMeeting;
  /** For administration: ends a meeting that is open; and who is in its room's call, by the meeting's number. */
  end?: (meetingId: number) => Promise<Result<unknown>>;
  inside?: Record<number, CallPresence>;
};

/** Times of meetings with what one may do: join, copy the link, edit, cancel (with undo). */
export function MeetingTable({ caption, meetings, change, end, inside = {} }: Props) {
  const t = useTranslations("meetings");
  return (
    <Table
      caption={caption}
      rows={meetings}
      rowKey={({ occurrenceId }) => occurrenceId}
      columns={[
        {
          key: "title",
          title: t("name"),
          heading: true,
          cell: (each) => (
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link href={`/m/${each.uniqueName}`} prefetch={false} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
                <bdi>{each.title}</bdi>
              </Link>
              {each.isCancelled && <Badge tone="danger">{t("cancelled")}</Badge>}
              {!each.isCancelled && each.state === "open" && <Badge tone="live">{t("open")}</Badge>}
                            {each.isRepeated && <Badge>{t("repeats")}</Badge>}
              {each.state === "open" && inside[each.meetingId] && <Inside presence={inside[each.meetingId]!} />}
            </span>
          ),
        },
        { key: "host", title: t("host"), cell: (each) => <Host meeting={each} isLinked={end !== undefined} /> },
        { key: "start", title: t("start"), cell: ({ startsAt }) => <LocalTime at={startsAt} /> },
        { key: "end", title: t("end"), cell: ({ endsAt }) => <LocalTime at={endsAt} look="time" /> },
        { key: "actions", title: t("actions"), actions: true, cell: (each) => <Actions meeting={each} change={change} end={end} /> },
      ]}
    />
  );
}

/** Whose meeting it is; in administration with the way to their page. */
function Host({ meeting: { hostId, hostName }, isLinked }: { meeting: MeetingItem; isLinked: boolean }) {
  const t = useTranslations("meetings");
  if (!isLinked || hostId === null) return <bdi>{hostName ?? t("nobody")}</bdi>;
  return (
    <Link href={`/admin/users/${hostId}`} prefetch={false} className="text-accent underline-offset-4 hover:underline">
      <bdi>{hostName}</bdi>
    </Link>
  );
}

/** As many names as are read at a glance; the rest is a number. */
const namesShown = 8;

/** Who is in the call, by name. */
function Inside({ presence: { known, people } }: { presence: CallPresence }) {
  const t = useTranslations("meetings");
  if (!known) return <span className="w-full text-sm font-normal text-muted">{t("admin.unknown")}</span>;
  if (people.length === 0) return <span className="w-full text-sm font-normal text-muted">{t("admin.nobodyInside")}</span>;
  const more = people.length - namesShown;
  return (
    <span className="w-full text-sm font-normal text-muted">
      {t("admin.inside")}{" "}
      {people.slice(0, namesShown).map(({ identity, name }, index) => (
        <span key={identity}>
          {index > 0 && ", "}
          <bdi>{name}</bdi>
        </span>
      ))}
      {more > 0 && ` ${t("admin.insideMore", { count: more })}`}
    </span>
  );
}

function Actions({ meeting, change, end }: { meeting: MeetingItem } & Pick<Props, "change" | "end">) {
  const t = useTranslations("meetings");
  const { meetingId, occurrenceId, title, uniqueName, state, isRepeated, isCancelled, isMeetingCancelled, canManage } = meeting;
  const run = async (input: Parameters<CancelMeeting>[0]) => {
    const result = await change(input);
    if (!result.ok) notify({ text: t("failed"), tone: "danger" });
    else if (input.cancel) notify({ text: t("cancelledNotice", { title }), action: { text: t("undo"), run: () => void run({ ...input, cancel: false }) } });
  };
  const finish = async () => {
    const result = await end?.(meetingId);
    if (result) notify(result.ok ? { text: t("admin.ended") } : { text: t("failed"), tone: "danger" });
  };
  const one = isRepeated && !isMeetingCancelled ? { meetingId, occurrenceId } : { meetingId };
  return (
    <span className="flex flex-wrap items-center justify-end gap-1 md:flex-nowrap">
      {state === "open" && end && (
        <Button look="plain" className="text-danger" onClick={() => void finish()}>
          {t("admin.end")}
        </Button>
      )}
      {state === "open" && !end && (
        <ButtonLink href={`/m/${uniqueName}`} look="primary" prefetch={false}>
          {t("join")}
        </ButtonLink>
      )}
      {!isCancelled && <CopyMeetingLink uniqueName={uniqueName} words={{ copyLink: t("copyLink"), copied: t("copied"), copyFailed: t("copyFailed") }} />}
      {canManage && isCancelled && (
        <Button look="plain" onClick={() => void run({ ...one, cancel: false })}>
          {t("restore")}
        </Button>
      )}
      {canManage && !isCancelled && (
        <Tooltip text={t("edit")}>
          <Link href={`/meetings/${meetingId}/edit`} prefetch={false} aria-label={t("edit")} className={buttonClass("plain", true)}>
            <Icon of={Pencil} size={18} />
          </Link>
        </Tooltip>
      )}
      {canManage && !isCancelled && state !== "over" && !isRepeated && <IconButton label={t("cancel")} icon={<Icon of={CalendarX2} size={18} />} onClick={() => void run({ ...one, cancel: true })} />}
      {canManage && !isCancelled && state !== "over" && isRepeated && (
        <Menu
          label={t("more")}
          icon={<Icon of={CalendarX2} size={18} />}
          entries={[
            { key: "one", text: t("cancelOne"), onSelect: () => void run({ ...one, cancel: true }) },
            { key: "all", text: t("cancelAll"), onSelect: () => void run({ meetingId, cancel: true }) },
          ]}
        />
      )}
    </span>
  );
}
