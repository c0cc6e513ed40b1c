import { describe, expect, test } from "vitest";
import type { Actor, UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { canAdministerMeetings, canEndMeeting, canExtend, canListMeetings, canManageMeeting, canOpenEarly, canReadMeeting, canScheduleMeeting, stateAt, type MeetingFacts, type OccurrenceTimes } from "@/lib/meetings/policy";
import { scopes, type Scope } from "@/lib/applications/contract";

const start = new Date("2026-05-06T14:00:00Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const seconds = (count: number) => new Date(start.getTime() + count * 1000);
const once: OccurrenceTimes = { startsAt: start, endsAt: minutes(60), openedAt: null, closedAt: null, cancelledAt: null };

describe("the window", () => {
  test("opens exactly at the start and is over exactly at the end", () => {
    const table = Object.fromEntries([-1, 0, 1, 3599, 3600, 3601].map((at) => [at, stateAt(once, seconds(at))]));
    expect(table).toEqual({ "-1": "upcoming", 0: "open", 1: "open", 3599: "open", 3600: "over", 3601: "over" });
  });

  test("a host's early opening opens it, ending and cancelling end it, whatever the clock says", () => {
    expect(stateAt({ ...once, openedAt: minutes(-30) }, minutes(-20))).toBe("open");
    expect(stateAt({ ...once, openedAt: minutes(-30) }, minutes(60))).toBe("over");
    expect(stateAt({ ...once, closedAt: minutes(20) }, minutes(21))).toBe("over");
    expect(stateAt({ ...once, cancelledAt: minutes(-50) }, minutes(-20))).toBe("over");
  });
});

const person = (userId: number, role: UserActor["role"] = "user"): Actor => ({ kind: "user", userId, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const program = (granted: readonly Scope[], userId = 1): Actor => ({ kind: "application", applicationId: 5, userId, scopes: granted, mayCreatePublicRooms: false, address: null, requestId: null });
const meeting: MeetingFacts = { hostId: 1, ownsRoom: true, roomRole: null, isAttendee: false, isRoomDeleted: false, isCancelled: false };
const word = (verdict: Verdict) => (verdict.allowed ? "yes" : verdict.code);

/** anonymous · stranger · asked to come · member of the room · administrator of the room · host · moderator. */
const askers: [Actor, Partial<MeetingFacts>][] = [
  [anonymous, {}],
  [person(2), {}],
  [person(2), { isAttendee: true }],
  [person(2), { roomRole: "member" }],
  [person(2), { roomRole: "administrator" }],
  [person(1), { roomRole: "owner" }],
  [person(3, "moderator"), {}],
];
const row = (ask: (actor: Actor, facts: MeetingFacts) => Verdict, facts: Partial<MeetingFacts> = {}) => askers.map(([actor, own]) => word(ask(actor, { ...meeting, ...facts, ...own }))).join(" · ");

describe("meeting policy", () => {
  test("answers these verdicts to anonymous · stranger · asked · member · administrator of the room · host · moderator", () => {
    const early = (at: Date) => (actor: Actor, facts: MeetingFacts) => canOpenEarly(actor, facts, once, at);
    const extend = (at: Date, by = 15, next: Date | null = null) => (actor: Actor, facts: MeetingFacts) => canExtend(actor, facts, once, at, by, next);
    const table = {
      schedule: row((actor) => canScheduleMeeting(actor, null)),
      "schedule in the room": row((actor, { roomRole }) => canScheduleMeeting(actor, { role: roomRole, isDeleted: false })),
      list: row((actor) => canListMeetings(actor)),
      read: row(canReadMeeting),
      "read, room deleted": row(canReadMeeting, { isRoomDeleted: true }),
      manage: row(canManageMeeting),
      "manage, in a chosen room": row(canManageMeeting, { ownsRoom: false }),
      "open early": row(early(minutes(-60))),
      "open early, two days before": row(early(minutes(-2880))),
      "open early, cancelled": row(early(minutes(-60)), { isCancelled: true }),
      "open early, when it is open": row(early(minutes(1))),
      extend: row(extend(minutes(30))),
      "extend, before the start": row(extend(minutes(-1))),
      "extend, beyond a day": row(extend(minutes(30), 1440)),
      "extend, into the next one": row(extend(minutes(30), 15, minutes(70))),
      end: row((actor, facts) => canEndMeeting(actor, facts, once, minutes(30))),
      "end, when it is over": row((actor, facts) => canEndMeeting(actor, facts, once, minutes(60))),
      administer: row((actor) => canAdministerMeetings(actor)),
    };
    expect(table).toEqual({
      schedule: "unauthenticated · yes · yes · yes · yes · yes · yes",
      "schedule in the room": "unauthenticated · not_found · not_found · yes · yes · yes · not_found",
      list: "unauthenticated · yes · yes · yes · yes · yes · yes",
      read: "unauthenticated · not_found · yes · yes · yes · yes · yes",
      "read, room deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found · not_found",
      manage: "unauthenticated · not_found · forbidden · forbidden · yes · yes · yes",
      "manage, in a chosen room": "unauthenticated · not_found · forbidden · forbidden · forbidden · yes · yes",
      "open early": "unauthenticated · not_found · forbidden · forbidden · yes · yes · yes",
      "open early, two days before": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      "open early, cancelled": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      "open early, when it is open": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      extend: "unauthenticated · not_found · forbidden · forbidden · yes · yes · yes",
      "extend, before the start": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      "extend, beyond a day": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      "extend, into the next one": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      end: "unauthenticated · not_found · forbidden · forbidden · yes · yes · yes",
      "end, when it is over": "unauthenticated · not_found · forbidden · forbidden · conflict · conflict · conflict",
      administer: "unauthenticated · forbidden · forbidden · forbidden · forbidden · forbidden · yes",
    });
  });

  test("a program does for its person what its scopes name, and nothing else", () => {
    const asks = {
      list: (actor: Actor) => canListMeetings(actor),
      retrieve: (actor: Actor) => canReadMeeting(actor, meeting),
      create: (actor: Actor) => canScheduleMeeting(actor, null),
      update: (actor: Actor) => canManageMeeting(actor, meeting, "meeting.update"),
      delete: (actor: Actor) => canManageMeeting(actor, meeting, "meeting.delete"),
    };
    for (const granted of scopes) {
      for (const [name, ask] of Object.entries(asks)) expect([granted, name, word(ask(program([granted])))]).toEqual([granted, name, granted === `meetings:${name}` ? "yes" : "forbidden"]);
    }
    expect(word(canReadMeeting(program(scopes, 2), meeting))).toBe("not_found");
    expect(word(canAdministerMeetings(program(scopes)))).toBe("forbidden");
  });
});
