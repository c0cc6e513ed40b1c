"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { useTimeZone } from "@/components/chat/use-time-zone";
import type { MeetingFormAction } from "@/components/meetings/form-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select, Textarea } from "@/components/ui/input";
import { SaveBar } from "@/components/ui/save-bar";

export type MeetingValues = { id?: number; title: string; starts: string; duration: string; timezone: string; repeat: string; rule: string; until: string; room: string; attendees: string };

const offered = ["once", "daily", "weekdays", "weekly", "fortnightly", "monthlyDay", "monthlyWeekday"] as const;

/**
 * Schedules a meeting or changes one. Works without scripts. A new meeting is in the reader's own zone: the server offers
 * the profile's, the browser knows better.
 */
export function MeetingForm({ action, values, zones, rooms }: { action: MeetingFormAction; values: MeetingValues; zones: string[]; rooms: { id: number; name: string }[] | null }) {
  const t = useTranslations("meetings");
  const [state, send] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  const shown = { ...values, ...state?.typed };
  const fields = state?.fields ?? {};
  const isNew = values.id === undefined;
  const [repeat, setRepeat] = useState(shown.repeat);
  const zone = useZone(isNew && values.timezone === "UTC", shown.timezone, zones);
  useEffect(() => {
    if (state && !state.isSaved) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  return (
    <form ref={form} action={send} noValidate className="grid max-w-text gap-5">
      <FormError>{state?.error}</FormError>
      {!isNew && <input type="hidden" name="id" value={values.id} />}
      {!isNew && <input type="hidden" name="first" value={values.starts} />}
      <Field name="title" label={t("form.title")} hint={t("form.titleHint")} errors={fields.title}>
        {(ids) => <Input {...ids} name="title" autoComplete="off" autoFocus={isNew} defaultValue={shown.title} dir="auto" />}
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="starts" label={t("form.starts")} errors={fields.starts}>
          {(ids) => <Input {...ids} name="starts" type="datetime-local" defaultValue={shown.starts} />}
        </Field>
        <Field name="duration" label={`${t("form.duration")} (${t("form.minutes")})`} errors={fields.duration}>
          {(ids) => <Input {...ids} name="duration" type="number" min={1} max={1440} step={1} inputMode="numeric" defaultValue={shown.duration} />}
        </Field>
      </div>
      <Field name="timezone" label={t("form.zone")} hint={t("form.zoneHint")} errors={fields.timezone}>
        {(ids) => (
          <Select key={zone} {...ids} name="timezone" defaultValue={zone}>
            {(zones.includes(zone) ? zones : [zone, ...zones]).map((each) => (
              <option key={each} value={each}>
                {each.replaceAll("_", " ")}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="repeat" label={t("form.repeat")} errors={fields.repeat}>
          {(ids) => (
            <Select key={shown.repeat} {...ids} name="repeat" defaultValue={shown.repeat} onChange={(event) => setRepeat(event.target.value)}>
              {values.repeat === "kept" && <option value="kept">{t("form.kept", { rule: values.rule })}</option>}
              {offered.map((each) => (
                <option key={each} value={each}>
                  {t(`form.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {repeat !== "once" && repeat !== "kept" && (
          <Field name="until" label={t("form.until")} hint={t("form.untilHint")} errors={fields.until}>
            {(ids) => <Input {...ids} name="until" type="date" defaultValue={shown.until} />}
          </Field>
        )}
      </div>
      {values.repeat === "kept" && <input type="hidden" name="rule" value={values.rule} />}
      {rooms && (
        <Field name="room" label={t("form.room")} hint={t("form.roomHint")} errors={fields.room}>
          {(ids) => (
            <Select key={shown.room} {...ids} name="room" defaultValue={shown.room}>
              <option value="">{t("form.ownRoom")}</option>
              {rooms.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field name="attendees" label={t("form.people")} hint={t("form.peopleHint")} optional={t("form.optional")} errors={fields.attendees}>
        {(ids) => <Textarea {...ids} name="attendees" rows={3} autoCapitalize="none" spellCheck={false} defaultValue={shown.attendees} />}
      </Field>
      {!isNew && values.repeat !== "once" && <p className="text-sm text-muted">{t("form.seriesText")}</p>}
      <SaveBar save={t(isNew ? "form.create" : "form.save")} saved={t("form.saved")} isSaved={state?.isSaved ?? false} />
    </form>
  );
}

/** The zone to offer: the browser's own where the profile names none. */
function useZone(isOpen: boolean, given: string, zones: string[]): string {
  const own = useTimeZone();
  return isOpen && zones.includes(own) && given === "UTC" ? own : given;
}
