import { describe, expect, test } from "vitest";
import { canCaptureCall, canModerateCall, canRemoveFromCall, canShowVideo, canSteerVideo, doorEntryOf, type EntryFacts, judgeEntry, requireEntry, sourcesOf } from "@/lib/calls/policy";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { accessLevels } from "@/lib/rooms/constants";
import { roomSettings, type AccessLevel, type RoomConfiguration } from "@/lib/rooms/contract";

const people: Record<string, EntryFacts["person"]> = {
  anonymous: { kind: "anonymous" },
  guest: { kind: "guest" },
  "signed in": { kind: "user", role: null },
  member: { kind: "user", role: "member" },
  administrator: { kind: "user", role: "administrator" },
  owner: { kind: "user", role: "owner" },
};
const startsAt = new Date("2026-05-06T14:00:00Z");
const endsAt = new Date("2026-05-06T15:00:00Z");
const usual: EntryFacts = {
  room: { accessLevel: "public", settings: roomSettings({}) },
  person: { kind: "anonymous" },
  isBanned: false,
  isInside: false,
  isAdmitted: false,
  isMeetingHost: false,
  wasRemoved: false,
  call: { isLocked: false, guestsWait: false, participantCount: 3 },
  window: null,
};
type Change = Partial<Omit<EntryFacts, "room" | "call">> & { room?: { accessLevel: AccessLevel }; settings?: RoomConfiguration; call?: Partial<EntryFacts["call"]> };
const factsWith = ({ settings = {}, ...change }: Change): EntryFacts => ({
  ...usual,
  ...change,
  room: { ...usual.room, settings: roomSettings(settings), ...change.room },
  call: { ...usual.call, ...change.call },
});
const wordOf = (facts: EntryFacts): string => {
  const verdict = judgeEntry(facts);
  if (verdict.kind === "enter") return `enter as ${verdict.role}`;
  if (verdict.kind === "refuse") return verdict.code;
  return verdict.kind === "name" ? `name, then ${verdict.then}` : "wait";
};
/** The verdicts for anonymous · guest · signed in · member · administrator · owner. */
const row = (change: Change) => Object.values(people).map((person) => wordOf(factsWith({ ...change, person }))).join(" · ");

describe("who may be in a call", () => {
  test("by access level and person, with what the door says", () => {
    const table = accessLevels.flatMap((accessLevel) =>
      Object.entries(people).map(([name, person]) => {
        const facts = factsWith({ person, room: { accessLevel } });
        return `${accessLevel} · ${name}: ${wordOf(facts)} · door ${doorEntryOf(facts)}`;
      }),
    );
    expect(table).toEqual([
      "public · anonymous: name, then enter · door name",
      "public · guest: enter as guest · door open",
      "public · signed in: enter as guest · door open",
      "public · member: enter as member · door open",
      "public · administrator: enter as administrator · door open",
      "public · owner: enter as owner · door open",
      "authenticated · anonymous: unauthenticated · door sign_in",
      "authenticated · guest: unauthenticated · door sign_in",
      "authenticated · signed in: enter as guest · door open",
      "authenticated · member: enter as member · door open",
      "authenticated · administrator: enter as administrator · door open",
      "authenticated · owner: enter as owner · door open",
      "restricted · anonymous: name, then wait · door lobby",
      "restricted · guest: wait · door lobby",
      "restricted · signed in: wait · door lobby",
      "restricted · member: enter as member · door open",
      "restricted · administrator: enter as administrator · door open",
      "restricted · owner: enter as owner · door open",
    ]);
  });

  test("by what else is the case, for anonymous · guest · signed in · member · administrator · owner", () => {
    const window = { state: "open", startsAt, endsAt, isInvited: false } as const;
    const everyone = "enter as guest · enter as guest · enter as member · enter as administrator · enter as owner";
    const six = (word: string) => Array.from({ length: 6 }, () => word).join(" · ");
    expect({
      banned: row({ isBanned: true, isInside: true, isAdmitted: true }),
      locked: row({ call: { isLocked: true } }),
      "locked, but inside": row({ call: { isLocked: true }, isInside: true }),
      "locked, and admitted before": row({ call: { isLocked: true }, isAdmitted: true }),
      full: row({ settings: { max_participants: 3 } }),
      "one place left": row({ settings: { max_participants: 4 } }),
      "lobby for all": row({ settings: { lobby: true } }),
      "lobby for all, admitted": row({ settings: { lobby: true }, isAdmitted: true }),
      "a guest was banned": row({ call: { guestsWait: true } }),
      removed: row({ wasRemoved: true }),
      "removed and admitted again": row({ wasRemoved: true, isAdmitted: true }),
      "restricted, admitted": row({ room: { accessLevel: "restricted" }, isAdmitted: true }),
      "restricted while inside": row({ room: { accessLevel: "restricted" }, isInside: true }),
      "signed in only, while inside": row({ room: { accessLevel: "authenticated" }, isInside: true }),
      "signed in only, admitted": row({ room: { accessLevel: "authenticated" }, isAdmitted: true }),
      "before the meeting": row({ window: { ...window, state: "upcoming" } }),
      "during the meeting": row({ window }),
      "after the meeting, inside": row({ window: { ...window, state: "over" }, isInside: true }),
    }).toEqual({
      banned: six("banned"),
      locked: six("locked"),
      "locked, but inside": `name, then enter · ${everyone}`,
      "locked, and admitted before": six("locked"),
      full: "full · full · full · full · enter as administrator · enter as owner",
      "one place left": `name, then enter · ${everyone}`,
      "lobby for all": "name, then wait · wait · wait · wait · enter as administrator · enter as owner",
      "lobby for all, admitted": `name, then enter · ${everyone}`,
      "a guest was banned": "name, then wait · wait · enter as guest · enter as member · enter as administrator · enter as owner",
      removed: "name, then wait · wait · wait · wait · enter as administrator · enter as owner",
      "removed and admitted again": `name, then enter · ${everyone}`,
      "restricted, admitted": `name, then enter · ${everyone}`,
      "restricted while inside": `name, then enter · ${everyone}`,
      "signed in only, while inside": `name, then enter · ${everyone}`,
      "signed in only, admitted": `unauthenticated · unauthenticated · ${everyone.slice("enter as guest · ".length)}`,
      "before the meeting": six("not_open"),
      "during the meeting": `name, then enter · ${everyone}`,
      "after the meeting, inside": six("over"),
    });
  });

  test("before a meeting is opened nobody enters, its host included; then the host and those who were asked are no newcomers to it", () => {
    const window = { state: "upcoming", startsAt, endsAt, isInvited: false } as const;
    const person = { person: people["signed in"]!, room: { accessLevel: "restricted" } } as const;
    const host = { ...person, isMeetingHost: true } as const;
    expect(wordOf(factsWith({ ...host, window }))).toBe("not_open");
    expect(wordOf(factsWith({ ...host, window: { ...window, state: "open" } }))).toBe("enter as guest");
    expect(wordOf(factsWith({ ...host, settings: { lobby: true } }))).toBe("enter as guest");
    const asked = { ...window, state: "open", isInvited: true } as const;
    expect(wordOf(factsWith({ ...person, window: asked }))).toBe("enter as guest");
    expect(wordOf(factsWith({ ...person, window: { ...asked, isInvited: false } }))).toBe("wait");
    expect(wordOf(factsWith({ ...person, window: asked, room: { accessLevel: "restricted" }, settings: { lobby: true } }))).toBe("wait");
    expect(wordOf(factsWith({ ...person, window: asked, wasRemoved: true }))).toBe("wait");
    expect(wordOf(factsWith({ ...person, window: { ...window, state: "over" } }))).toBe("over");
  });

  test("hosts send everything, others what the room leaves to everyone", () => {
    const room = { ...usual.room, settings: roomSettings({ camera: "hosts", screen: "hosts" }) };
    const sent = Object.entries(people).map(([name, person]) => `${name}: ${sourcesOf({ room, person, isMeetingHost: false }).join(" ")}`);
    const all = "microphone camera screen";
    expect(sent).toEqual(["anonymous: microphone", "guest: microphone", "signed in: microphone", "member: microphone", `administrator: ${all}`, `owner: ${all}`]);
    expect(sourcesOf({ room, person: { kind: "user", role: null }, isMeetingHost: true })).toEqual(["microphone", "camera", "screen"]);
  });

  test("a refusal tells when it would have been otherwise", () => {
    const early = judgeEntry(factsWith({ window: { state: "upcoming", startsAt, endsAt, isInvited: false } }));
    expect(() => requireEntry(early)).toThrow(expect.objectContaining({ code: "not_open", extra: { starts_at: "2026-05-06T14:00:00.000Z" } }));
    const late = judgeEntry(factsWith({ window: { state: "over", startsAt, endsAt, isInvited: false } }));
    expect(() => requireEntry(late)).toThrow(expect.objectContaining({ code: "over", extra: { ended_at: "2026-05-06T15:00:00.000Z" } }));
  });
});

test("hosts and moderators decide about others in a call, nobody else", () => {
  const signedIn = (role: UserActor["role"]): Actor => ({ kind: "user", userId: 1, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
  const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
  const word = (actor: Actor, role: "owner" | "administrator" | "member" | null, isMeetingHost = false) => {
    const verdict = canModerateCall(actor, { role, isMeetingHost });
    return verdict.allowed ? "yes" : verdict.code;
  };
  expect({
    anonymous: word(anonymous, null),
    stranger: word(signedIn("user"), null),
    member: word(signedIn("user"), "member"),
    administrator: word(signedIn("user"), "administrator"),
    owner: word(signedIn("user"), "owner"),
    "meeting host": word(signedIn("user"), null, true),
    moderator: word(signedIn("moderator"), null),
    admin: word(signedIn("admin"), null),
  }).toEqual({ anonymous: "unauthenticated", stranger: "forbidden", member: "forbidden", administrator: "yes", owner: "yes", "meeting host": "yes", moderator: "yes", admin: "yes" });
});

test("who may be sent away by whom", () => {
  const owner: Actor = { kind: "user", userId: 1, role: "user", sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null };
  const row = (role: "owner" | "administrator" | "member", isBan: boolean) =>
    (["owner", "administrator", "member", null] as const).map((target) => {
      const verdict = canRemoveFromCall(owner, { role, isMeetingHost: false }, { role: target, isSelf: false }, isBan);
      return verdict.allowed ? "yes" : verdict.code;
    }).join(" · ");
  expect({
    "owner removes owner · administrator · member · stranger": row("owner", false),
    "administrator removes": row("administrator", false),
    "member removes": row("member", false),
    "owner bans": row("owner", true),
    "administrator bans": row("administrator", true),
  }).toEqual({
    "owner removes owner · administrator · member · stranger": "yes · yes · yes · yes",
    "administrator removes": "forbidden · yes · yes · yes",
    "member removes": "forbidden · forbidden · forbidden · forbidden",
    "owner bans": "conflict · conflict · yes · yes",
    "administrator bans": "conflict · conflict · yes · yes",
  });
  expect(canRemoveFromCall(owner, { role: "owner", isMeetingHost: false }, { role: "owner", isSelf: true }, false)).toMatchObject({ code: "conflict" });
});

test("who shows a video to a call, and who steers it", () => {
  const signedIn: Actor = { kind: "user", userId: 1, role: "user", sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null };
  const guest: Actor = { kind: "guest", guestId: 1, name: "n", address: null, requestId: null };
  const word = (actor: Actor, role: "owner" | "member" | null, isConnected: boolean) => {
    const facts = { role, isMeetingHost: false, isConnected };
    return [canShowVideo(actor, facts), canSteerVideo(actor, { ...facts, everyoneSteers: false }), canSteerVideo(actor, { ...facts, everyoneSteers: true })].map((verdict) => (verdict.allowed ? "yes" : verdict.code)).join(" · ");
  };
  expect({
    "shows · steers · steers where everyone may": "",
    "owner inside": word(signedIn, "owner", true),
    "owner outside": word(signedIn, "owner", false),
    "moderator outside": word({ ...signedIn, role: "moderator" }, null, false),
    member: word(signedIn, "member", true),
    "member outside": word(signedIn, "member", false),
    guest: word(guest, null, true),
    anonymous: word({ kind: "anonymous", address: null, requestId: null }, null, false),
  }).toEqual({
    "shows · steers · steers where everyone may": "",
    "owner inside": "yes · yes · yes",
    "owner outside": "forbidden · forbidden · forbidden",
    "moderator outside": "forbidden · forbidden · forbidden",
    member: "forbidden · forbidden · yes",
    "member outside": "forbidden · forbidden · forbidden",
    guest: "forbidden · forbidden · yes",
    anonymous: "unauthenticated · unauthenticated · unauthenticated",
  });
});

test("nobody captures a call that is encrypted between the people in it", () => {
  expect([canCaptureCall(roomSettings({})), canCaptureCall(roomSettings({ encryption: true }))]).toMatchObject([{ allowed: true }, { allowed: false, code: "conflict" }]);
});
