import { clsx } from "clsx";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Fragment } from "react";
import { Table } from "@/components/ui/table";
import type { AuditItem } from "@/lib/audit/contract";

/** Entries of the log, newest first. Actions and details stand in the words of the record: they are looked for by them. */
export function AuditTable({ entries }: { entries: AuditItem[] }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const person = (id: string | number, name: string | null) => (
    <Link href={`/admin/users/${id}`} className="break-words text-accent underline-offset-4 hover:underline">
      <bdi>{name ?? t("someone")}</bdi>
    </Link>
  );
  const who = ({ actorKind, actorId, actorName }: AuditItem) => {
    if (actorKind === "user" && actorId !== null) return person(actorId, actorName);
    if (actorKind === "system") return t("system");
    if (actorKind === "guest") return t("guest", { name: actorName ?? String(actorId) });
    return actorKind === "anonymous" ? t("anonymous") : `${actorKind} ${actorId ?? ""}`;
  };
  const on = ({ targetType, targetId, targetName }: AuditItem) => {
    if (targetType === null || targetId === null) return "–";
    return targetType === "user" ? person(targetId, targetName) : <span className="break-all">{`${targetType}:${targetId}`}</span>;
  };
  return (
    <Table
      caption={t("title")}
      rows={entries}
      rowKey={(entry) => entry.id}
      columns={[
        { key: "what", title: t("what"), heading: true, cell: (entry) => <Action name={entry.action} /> },
        { key: "when", title: t("when"), cell: (entry) => <time className="tabular" dateTime={entry.createdAt.toISOString()}>{format.dateTime(entry.createdAt, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" })}</time> },
        { key: "who", title: t("who"), cell: who },
        { key: "on", title: t("on"), cell: on },
        { key: "where", title: t("where"), cell: (entry) => <span className={clsx("tabular", (entry.address ?? "").length > 15 ? "break-all" : "whitespace-nowrap")}>{entry.address ?? "–"}</span> },
        { key: "details", title: t("details"), cell: (entry) => <code className="font-mono text-xs break-all">{Object.keys(entry.details).length > 0 ? JSON.stringify(entry.details) : "–"}</code> },
      ]}
    />
  );
}

/** `meeting.created` breaks behind the dot, never inside a word. */
function Action({ name }: { name: string }) {
  const [area, ...rest] = name.split(".");
  return (
    <span className="break-words">
      {area}
      {rest.map((word) => (
        <Fragment key={word}>
          .<wbr />
          {word}
        </Fragment>
      ))}
    </span>
  );
}
