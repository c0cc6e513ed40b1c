"use server";

import { getTranslations } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { CancelMeeting } from "@/components/meetings/meeting-table";
import type { MeetingFormState } from "@/components/meetings/form-state";
import { invalidFields } from "@/lib/core/errors";
import type { Failure } from "@/lib/core/result";
import { defineAction, defineFormAction } from "@/lib/http/action";
import { makeCalendarFeed, revokeCalendarFeed } from "@/lib/meetings/commands/calendar-feed";
import { cancelMeeting, cancelOccurrence, restoreMeeting } from "@/lib/meetings/commands/cancel-meeting";
import { createMeeting } from "@/lib/meetings/commands/create-meeting";
import { moveOccurrence } from "@/lib/meetings/commands/move-occurrence";
import { endMeeting, openMeetingEarly } from "@/lib/meetings/commands/run-meeting";
import { updateMeeting } from "@/lib/meetings/commands/update-meeting";
import { createMeetingInput, meetingMistakes, type MeetingMistake } from "@/lib/meetings/contract";
import { repeats, ruleFor } from "@/lib/meetings/repeat";
import { instantOf, isTimeZone } from "@/lib/meetings/schedule";

const id = z.coerce.number().int().positive();

const formFields = z.strictObject({
  title: z.string(),
  starts: z.string().max(30),
  duration: z.string().max(10),
  timezone: z.string().max(64),
  repeat: z.enum([...repeats, "kept"]).default("once"),
  rule: z.string().max(300).optional(),
  until: z.string().max(10).default(""),
  room: z.string().max(20).default(""),
  attendees: z.string().max(50_000).default(""),
});
type Fields = z.output<typeof formFields>;

/** The fields of the form as what they mean. Their mistakes have the names of the form's fields. */
function meaningOf(form: Fields): z.input<typeof createMeetingInput> {
  if (!isTimeZone(form.timezone)) throw invalidFields({ timezone: [meetingMistakes.zoneUnknown] });
  const startsAt = instantOf(form.starts, form.timezone);
  if (!startsAt) throw invalidFields({ starts: [meetingMistakes.startInvalid] });
  const recurrence = form.repeat === "kept" ? (form.rule ?? null) : ruleFor(form.repeat, form.starts, form.until, form.timezone);
  return {
    title: form.title,
    starts_at: startsAt.toISOString(),
    duration_minutes: /^\d{1,9}$/.test(form.duration) ? Number(form.duration) : Number.NaN,
    timezone: form.timezone,
    recurrence,
    attendees: form.attendees.split(/[\s,;]+/).filter(Boolean),
    ...(form.room === "" ? {} : { room_id: Number(form.room) }),
  };
}

/** Parses what the form means. @throws AppError invalid_input, also for a meeting that would be over already */
function inputOf(form: Fields, mayBePast: boolean) {
  const parsed = createMeetingInput.safeParse(meaningOf(form));
  if (!parsed.success) {
    const fields: Record<string, string[]> = {};
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? "title");
      const words = name === "attendees" && issue.path.length > 1 ? meetingMistakes.attendeeInvalid : issue.message;
      fields[name] = [...new Set([...(fields[name] ?? []), words])];
    }
    throw invalidFields(fields);
  }
  const { data } = parsed;
  const isOver = data.starts_at.getTime() + data.duration_minutes * 60_000 <= Date.now();
  if (isOver && !mayBePast && !data.recurrence) throw invalidFields({ starts: [meetingMistakes.startPast] });
  return data;
}

const create = defineFormAction({ access: "session", input: formFields, limit: "changeMeetingPerUser" }, async (actor, form) => {
  await createMeeting(actor, inputOf(form, false));
  redirect("/meetings");
});

const update = defineFormAction({ access: "session", input: formFields.extend({ id, first: z.string().max(30) }), limit: "changeMeetingPerUser" }, async (actor, { id: meetingId, first, ...form }) => {
  const { room_id: _room, ...input } = inputOf(form, form.starts === first);
  // An unchanged wall-clock time is the unchanged instant, also where clocks show it twice.
  const { starts_at: startsAt, ...rest } = input;
  await updateMeeting(actor, { id: meetingId }, form.starts === first ? rest : { ...rest, starts_at: startsAt });
});

const change = defineAction(
  { access: "session", input: z.strictObject({ meetingId: id, occurrenceId: id.optional(), cancel: z.boolean() }), limit: "changeMeetingPerUser" },
  async (actor, { meetingId, occurrenceId, cancel }) => {
    if (occurrenceId !== undefined) await cancelOccurrence(actor, { id: meetingId }, occurrenceId, cancel);
    else if (cancel) await cancelMeeting(actor, { id: meetingId });
    else await restoreMeeting(actor, { id: meetingId });
    revalidatePath("/meetings", "layout");
    revalidatePath("/admin/meetings");
  },
);

const move = defineAction(
  { access: "session", input: z.strictObject({ meetingId: id, occurrenceId: id, starts: z.string().max(30), timezone: z.string().max(64), durationMinutes: z.int() }), limit: "changeMeetingPerUser" },
  async (actor, { meetingId, occurrenceId, starts, timezone, durationMinutes }) => {
    const startsAt = isTimeZone(timezone) ? instantOf(starts, timezone) : null;
    if (!startsAt) throw invalidFields({ starts: [meetingMistakes.startInvalid] });
    await moveOccurrence(actor, { id: meetingId }, occurrenceId, { starts_at: startsAt, duration_minutes: durationMinutes });
    revalidatePath("/meetings", "layout");
  },
);

const open = defineAction({ access: "session", input: z.strictObject({ meetingId: id }), limit: "changeMeetingPerUser" }, (actor, { meetingId }) => openMeetingEarly(actor, { id: meetingId }));

const makeFeed = defineAction({ access: "session", input: z.undefined(), limit: "changeMeetingPerUser" }, async (actor) => {
  const made = await makeCalendarFeed(actor);
  revalidatePath("/meetings");
  return made;
});
const revokeFeed = defineAction({ access: "session", input: z.undefined(), limit: "changeMeetingPerUser" }, async (actor) => {
  await revokeCalendarFeed(actor);
  revalidatePath("/meetings");
});

/** Makes the private address of one's calendar. */
export async function makeFeedAction() {
  return makeFeed(undefined);
}

/** Switches it off. */
export async function revokeFeedAction() {
  return revokeFeed(undefined);
}

const finish = defineAction({ access: "session", input: z.strictObject({ meetingId: id }), limit: "changeMeetingPerUser" }, async (actor, { meetingId }) => {
  await endMeeting(actor, { id: meetingId });
  revalidatePath("/admin/meetings");
});

/** Ends a meeting that is open. */
export async function endMeetingAction(meetingId: number) {
  return finish({ meetingId });
}

/** Schedules a meeting; refused, it answers in the reader's language with what was typed. */
export async function createMeetingAction(_previous: MeetingFormState, form: FormData): Promise<MeetingFormState> {
  const result = await create(null, form);
  return result.ok ? null : refused(result.error, form, "/meetings/new");
}

/** Changes a meeting. */
export async function updateMeetingAction(_previous: MeetingFormState, form: FormData): Promise<MeetingFormState> {
  const result = await update(null, form);
  if (!result.ok) return refused(result.error, form, "/meetings");
  revalidatePath("/meetings", "layout");
  return { isSaved: true, fields: {}, typed: {} };
}

/** Cancels a meeting or one of its times, or takes that back. */
export async function changeMeetingAction(input: Parameters<CancelMeeting>[0]): ReturnType<CancelMeeting> {
  return change(input);
}

/** Moves one time of a repeated meeting. */
export async function moveMeetingAction(input: { meetingId: number; occurrenceId: number; starts: string; timezone: string; durationMinutes: number }) {
  return move(input);
}

/** Opens a meeting before its start. */
export async function openMeetingAction(meetingId: number) {
  return open({ meetingId });
}

const fieldOf: Record<string, string> = { starts_at: "starts", duration_minutes: "duration", recurrence: "repeat", room_id: "room" };
const keyByWords = new Map(Object.entries(meetingMistakes).map(([key, words]) => [words as string, key as MeetingMistake]));

async function refused({ code, detail, fields: wrong = {} }: Failure, form: FormData, next: string): Promise<MeetingFormState> {
  if (code === "unauthenticated") redirect(`/login?next=${encodeURIComponent(next)}`);
  const t = await getTranslations("meetings");
  const words = (text: string, name: string) => {
    const key = keyByWords.get(text) ?? (name === "duration" ? "durationInvalid" : name === "attendees" ? "attendeeInvalid" : undefined);
    return key ? t(`mistakes.${key}`) : text;
  };
  const fields = Object.fromEntries(Object.entries(wrong).map(([path, texts]) => {
    const name = path.split(".")[0] ?? path;
    const shown = fieldOf[name] ?? name;
    return [shown, [...new Set(texts.map((text) => words(text, shown)))]];
  }));
  const reason = code === "rate_limited" ? "limited" : code === "conflict" ? "conflict" : Object.keys(fields).length > 0 ? "invalid" : "other";
  return {
    isSaved: false,
    error: t(`refusals.${reason}`, { detail }),
    fields,
    typed: Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === "string" && !name.startsWith("$") ? [[name, value.slice(0, 60_000)]] : []))),
  };
}
