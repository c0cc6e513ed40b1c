import { expect, test } from "vitest";
import { systemActor, type Actor, type UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { recordingStatuses } from "@/lib/recordings/constants";
import { canChangeRecording, canPublishRecording, canRecord, canSeeRecordings, canSendRecording, canSteerStream, canStopRecording, canWatchStream, type RecordingFacts } from "@/lib/recordings/policy";

const person = (role: UserActor["role"] = "user"): Actor => ({ kind: "user", userId: 1, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const guest: Actor = { ...anonymous, kind: "guest", guestId: 1, name: "g" };
const room: RecordingFacts = { role: null, isMeetingHost: false, recorders: "hosts" };
const word = (verdict: Verdict) => (verdict.allowed ? "yes" : verdict.code);

const askers: [Actor, Partial<RecordingFacts>][] = [
  [anonymous, {}], [guest, {}], [person(), {}], [person("moderator"), {}], [person(), { role: "member" }], [person(), { role: "administrator" }], [person(), { role: "owner" }], [person(), { isMeetingHost: true }], [systemActor, {}],
];

const row = (ask: (actor: Actor, facts: RecordingFacts) => Verdict, facts: Partial<RecordingFacts> = {}) => askers.map(([actor, own]) => word(ask(actor, { ...room, ...facts, ...own }))).join(" · ");

test("these are the verdicts for anonymous · guest · stranger · moderator in no room · member · administrator · owner · host of the meeting · system", () => {
  expect({
    see: row(canSeeRecordings),
    "record, owners": row(canRecord, { recorders: "owners" }),
    "record, hosts": row(canRecord, { recorders: "hosts" }),
    "record, members": row(canRecord, { recorders: "members" }),
    "stop another's": row((actor, facts) => canStopRecording(actor, facts, { startedBy: 2 })),
    "stop one's own": row((actor, facts) => canStopRecording(actor, facts, { startedBy: 1 })),
    change: row((actor, facts) => canChangeRecording(actor, facts, { status: "saved" })),
    "send one's own": row((actor, facts) => canSendRecording(actor, facts, { engine: "browser", status: "stopped", finishedAt: null, startedBy: 1 })),
    "send another's": row((actor, facts) => canSendRecording(actor, facts, { engine: "browser", status: "stopped", finishedAt: null, startedBy: 2 })),
    "steer another's": row((actor, facts) => canSteerStream(actor, facts, { startedBy: 2, status: "active" })),
    "steer one's own": row((actor, facts) => canSteerStream(actor, facts, { startedBy: 1, status: "active" })),
    "steer one's own, saved": row((actor, facts) => canSteerStream(actor, facts, { startedBy: 1, status: "saved" })),
    "watch, members": row((actor, facts) => canWatchStream(actor, { ...facts, isBanned: false }, { audience: "members" })),
    "watch, signed in": row((actor, facts) => canWatchStream(actor, { ...facts, isBanned: false }, { audience: "signed_in" })),
    "watch, signed in, banned": row((actor, facts) => canWatchStream(actor, { ...facts, isBanned: true }, { audience: "signed_in" })),
    "watch, public": row((actor, facts) => canWatchStream(actor, { ...facts, isBanned: true }, { audience: "public" })),
    publish: row((actor, facts) => canPublishRecording(actor, facts, { status: "saved", mode: "room_composite", videoId: null })),
  }).toMatchInlineSnapshot(`
    {
      "change": "unauthenticated · unauthenticated · not_found · yes · forbidden · yes · yes · yes · yes",
      "publish": "unauthenticated · unauthenticated · not_found · yes · forbidden · yes · yes · yes · yes",
      "record, hosts": "unauthenticated · unauthenticated · not_found · forbidden · forbidden · yes · yes · yes · forbidden",
      "record, members": "unauthenticated · unauthenticated · not_found · forbidden · yes · yes · yes · yes · forbidden",
      "record, owners": "unauthenticated · unauthenticated · not_found · forbidden · forbidden · forbidden · yes · forbidden · forbidden",
      "see": "unauthenticated · unauthenticated · not_found · yes · yes · yes · yes · yes · yes",
      "send another's": "unauthenticated · unauthenticated · not_found · forbidden · forbidden · forbidden · forbidden · forbidden · forbidden",
      "send one's own": "unauthenticated · unauthenticated · not_found · forbidden · forbidden · yes · yes · yes · forbidden",
      "steer another's": "unauthenticated · unauthenticated · not_found · yes · forbidden · yes · yes · yes · yes",
      "steer one's own": "unauthenticated · unauthenticated · not_found · yes · yes · yes · yes · yes · yes",
      "steer one's own, saved": "unauthenticated · unauthenticated · not_found · yes · forbidden · yes · yes · yes · yes",
      "stop another's": "unauthenticated · unauthenticated · not_found · yes · forbidden · yes · yes · yes · yes",
      "stop one's own": "unauthenticated · unauthenticated · not_found · yes · yes · yes · yes · yes · yes",
      "watch, members": "unauthenticated · unauthenticated · not_found · yes · yes · yes · yes · yes · yes",
      "watch, public": "yes · yes · yes · yes · yes · yes · yes · yes · yes",
      "watch, signed in": "unauthenticated · unauthenticated · yes · yes · yes · yes · yes · yes · yes",
      "watch, signed in, banned": "unauthenticated · unauthenticated · not_found · yes · yes · yes · yes · yes · yes",
    }
  `);
});

test("what runs is not changed, and only what is saved becomes a video, once", () => {
  const owner = { ...room, role: "owner" } as const;
  expect(recordingStatuses.map((status) => `${status} ${word(canChangeRecording(person(), owner, { status }))} ${word(canPublishRecording(person(), owner, { status, mode: "room_composite", videoId: null }))}`)).toEqual([
    "initiated conflict conflict", "active conflict conflict", "stopped yes conflict", "saved yes yes", "failed yes conflict", "aborted yes conflict",
  ]);
  expect(canPublishRecording(person(), owner, { status: "saved", mode: "room_composite", videoId: 3 })).toEqual({ allowed: false, code: "conflict", detail: "This recording is a video already." });
  expect(word(canPublishRecording(person(), owner, { status: "saved", mode: "audio_only", videoId: null }))).toBe("conflict");
});
