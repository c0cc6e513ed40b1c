"use client";

import Copy from "@lucide/icons/icons/copy";
import LinkIcon from "@lucide/icons/icons/link";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { LocalTime } from "@/components/meetings/local-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input, Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { useVideoAct } from "@/components/videos/edit/use-video-act";
import { askVideo } from "@/components/videos/video-api";
import type { VideoLinkItem } from "@/lib/videos/contract";

const ends = ["day", "week", "month", "never"] as const;
type End = (typeof ends)[number];
const days: Record<Exclude<End, "never">, number> = { day: 1, week: 7, month: 30 };

function endOf(end: End): string | null {
  return end === "never" ? null : new Date(Date.now() + days[end] * 86_400_000).toISOString();
}

/** Links with which people without an account watch this video: made with an end or none, copied, revoked (undone from the notice). */
export function ShareLinks({ videoId, links, noteMaxLength }: { videoId: number; links: readonly VideoLinkItem[]; noteMaxLength: number }) {
  const t = useTranslations("videoParts.links");
  const { isPending, run } = useVideoAct();
  const [note, setNote] = useState("");
  const [end, setEnd] = useState<End>("week");

  const copy = (link: VideoLinkItem) => void copyText(link.url, { copied: t("copied"), failed: t("copyFailed") });
  const make = (event: FormEvent) => {
    event.preventDefault();
    run(
      () => askVideo<VideoLinkItem>(videoId, "POST", "links/", { body: { note, expires_at: endOf(end) } }),
      (link) => {
        setNote("");
        copy(link);
      },
    );
  };
  const setRevoked = (link: VideoLinkItem, revoked: boolean) =>
    run(
      () => askVideo(videoId, "PATCH", `links/${link.id}/`, { body: { revoked } }),
      () => notify(revoked ? { text: t("revoked"), action: { text: t("undo"), run: () => setRevoked(link, false) } } : { text: t("restored") }),
    );
  return (
    <>
      <form onSubmit={make} aria-label={t("make")} className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto] sm:items-end">
        <Field name="link-note" label={t("note")} optional={t("optional")}>
          {(ids) => <Input {...ids} dir="auto" autoComplete="off" maxLength={noteMaxLength} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
        <Field name="link-end" label={t("end")}>
          {(ids) => (
            <Select {...ids} value={end} onChange={(event) => setEnd(event.target.value as End)}>
              {ends.map((each) => (
                <option key={each} value={each}>
                  {t(`ends.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" loading={isPending} icon={<Icon of={LinkIcon} size={18} />}>
          {t("make")}
        </Button>
      </form>
      {links.length > 0 && (
        <ul aria-label={t("list")} className="divide-y divide-hairline border-y border-hairline">
          {links.map((link) => (
            <li key={link.id} className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="grid min-w-40 flex-1">
                <span className="font-medium break-words">{link.note || t("unnamed")}</span>
                <LinkFacts link={link} />
              </span>
              {link.in_force ? (
                <span className="flex flex-wrap gap-1">
                  <Button look="plain" icon={<Icon of={Copy} size={16} />} aria-label={t("copyOne", { name: link.note || t("unnamed") })} onClick={() => copy(link)}>
                    {t("copy")}
                  </Button>
                  <Button look="plain" className="text-danger" aria-label={t("revokeOne", { name: link.note || t("unnamed") })} disabled={isPending} onClick={() => setRevoked(link, true)}>
                    {t("revoke")}
                  </Button>
                </span>
              ) : (
                <Badge>{t(link.revoked ? "isRevoked" : "isOver")}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function LinkFacts({ link }: { link: VideoLinkItem }) {
  const t = useTranslations("videoParts.links");
  return (
    <span className="text-sm text-muted">
      {link.expires_at === null ? t("noEnd") : <>{t("until")} <LocalTime at={new Date(link.expires_at)} look="date" /></>}
      {" · "}
      {link.last_used_at === null ? t("unused") : <>{t("used")} <LocalTime at={new Date(link.last_used_at)} look="date" /></>}
    </span>
  );
}
