"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { LocalTime } from "@/components/meetings/local-time";
import type { CancelMeeting } from "@/components/meetings/meeting-table";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";

type Time = { id: number; startsAt: Date; endsAt: Date; wallTime: string; durationMinutes: number; isCancelled: boolean };
export type MoveMeeting = (input: { meetingId: number; occurrenceId: number; starts: string; timezone: string; durationMinutes: number }) => Promise<Result<unknown>>;

/** The next times of a repeated meeting, each to be moved or cancelled by itself. */
export function OccurrenceList({ meetingId, title, timezone, times, more, change, move }: { meetingId: number; title: string; timezone: string; times: Time[]; more: number; change: CancelMeeting; move: MoveMeeting }) {
  const t = useTranslations("meetings");
  const [moving, setMoving] = useState<Time | null>(null);
  const cancel = async (occurrenceId: number, isCancel: boolean) => {
    const result = await change({ meetingId, occurrenceId, cancel: isCancel });
    if (!result.ok) notify({ text: t("failed"), tone: "danger" });
    else if (isCancel) notify({ text: t("cancelledNotice", { title }), action: { text: t("undo"), run: () => void cancel(occurrenceId, false) } });
  };
  const submit = async (form: FormData) => {
    if (!moving) return;
    const result = await move({ meetingId, occurrenceId: moving.id, starts: String(form.get("moveTo") ?? ""), timezone, durationMinutes: moving.durationMinutes });
    if (result.ok) setMoving(null);
    notify(result.ok ? { text: t("moved") } : { text: result.error.code === "conflict" ? t("refusals.conflict", { detail: result.error.detail }) : t("failed"), tone: "danger" });
  };
  return (
    <section aria-labelledby="times" className="mt-10 grid max-w-text gap-3">
      <h2 id="times" className="text-lg">
        {t("times")}
      </h2>
      <p className="text-muted">{t("timesText")}</p>
      <ul className="divide-y divide-hairline border-y border-hairline">
        {times.map((time) => (
          <li key={time.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1">
            <span className="flex flex-wrap items-center gap-3">
              <span className={time.isCancelled ? "line-through" : undefined}>
                <LocalTime at={time.startsAt} />
              </span>
              {time.isCancelled && <Badge tone="danger">{t("cancelled")}</Badge>}
            </span>
            <span className="flex gap-1">
              {!time.isCancelled && (
                <Button look="plain" onClick={() => setMoving(time)}>
                  {t("move")}
                </Button>
              )}
              <Button look="plain" onClick={() => void cancel(time.id, !time.isCancelled)}>
                {t(time.isCancelled ? "restore" : "cancel")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-ui text-muted">{t("timesMore", { count: more })}</p>}
      <Dialog open={moving !== null} onClose={() => setMoving(null)} title={t("move")} closeLabel={t("close")}>
        {moving && (
          <form action={submit} className="grid gap-4">
            <Field name="moveTo" label={t("moveTo")} hint={timezone.replaceAll("_", " ")}>
              {(ids) => <Input {...ids} name="moveTo" type="datetime-local" required defaultValue={moving.wallTime} />}
            </Field>
            <Button type="submit" look="primary" className="justify-self-end">
              {t("move")}
            </Button>
          </form>
        )}
      </Dialog>
    </section>
  );
}
