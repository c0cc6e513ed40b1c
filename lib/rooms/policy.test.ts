import { describe, expect, it } from "vitest";
import type { Scope } from "@/lib/applications/contract";
import type { Actor, UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { canChangeRoom, canCreateRoom, canJoinRoom, canLeaveRoom, canListRooms, canReadRoom, canRetrieveRoom, canSendMessage, type RoomFacts } from "@/lib/rooms/policy";

const person = (role: UserActor["role"] = "user"): Actor =>
  ({ kind: "user", userId: 1, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const room: RoomFacts = { accessLevel: "public", isDeleted: false, role: null, otherOwners: 1, isChatOn: true };
const word = (verdict: Verdict) => (verdict.allowed ? "yes" : verdict.code);

const askers: [Actor, Partial<RoomFacts>][] = [
  [anonymous, {}],
  [person(), {}],
  [person("admin"), {}],
  [person(), { role: "member" }],
  [person(), { role: "administrator" }],
  [person(), { role: "owner" }],
];

/** The verdicts for anonymous · stranger · moderator or admin who is no member · member · administrator · owner. */
const row = (ask: (actor: Actor, facts: RoomFacts) => Verdict, facts: Partial<RoomFacts> = {}) =>
  askers.map(([actor, own]) => word(ask(actor, { ...room, ...facts, ...own }))).join(" · ");

describe("room policy", () => {
  it("answers these verdicts to anonymous · stranger · site admin · member · administrator · owner", () => {
    const table = {
      create: row((actor) => canCreateRoom(actor, "public")),
      change: row((actor, facts) => canChangeRoom(actor, facts)),
      "change, deleted": row((actor, facts) => canChangeRoom(actor, facts), { isDeleted: true }),
      read: row(canReadRoom),
      "read, restricted": row(canReadRoom, { accessLevel: "restricted" }),
      "read, deleted": row(canReadRoom, { isDeleted: true }),
      send: row(canSendMessage),
      "send, chat off": row(canSendMessage, { isChatOn: false }),
      "send, deleted": row(canSendMessage, { isDeleted: true }),
      "join, public": row(canJoinRoom),
      "join, authenticated": row(canJoinRoom, { accessLevel: "authenticated" }),
      "join, restricted": row(canJoinRoom, { accessLevel: "restricted" }),
      "join, deleted": row(canJoinRoom, { isDeleted: true }),
      leave: row(canLeaveRoom),
      "leave, no other owner": row(canLeaveRoom, { otherOwners: 0 }),
      "leave, deleted": row(canLeaveRoom, { isDeleted: true }),
    };
    expect(table).toEqual({
      create: "unauthenticated · yes · yes · yes · yes · yes",
      change: "unauthenticated · not_found · yes · forbidden · yes · yes",
      "change, deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found",
      read: "unauthenticated · not_found · not_found · yes · yes · yes",
      "read, restricted": "unauthenticated · not_found · not_found · yes · yes · yes",
      "read, deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found",
      send: "unauthenticated · not_found · not_found · yes · yes · yes",
      "send, chat off": "unauthenticated · not_found · not_found · conflict · conflict · conflict",
      "send, deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found",
      "join, public": "unauthenticated · yes · yes · conflict · conflict · conflict",
      "join, authenticated": "unauthenticated · yes · yes · conflict · conflict · conflict",
      "join, restricted": "unauthenticated · forbidden · forbidden · conflict · conflict · conflict",
      "join, deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found",
      leave: "unauthenticated · not_found · not_found · yes · yes · yes",
      "leave, no other owner": "unauthenticated · not_found · not_found · yes · yes · conflict",
      "leave, deleted": "unauthenticated · not_found · not_found · not_found · not_found · not_found",
    });
  });
});

const program = (scopes: Scope[], mayCreatePublicRooms = false): Actor => ({ kind: "application", applicationId: 5, userId: 1, scopes, mayCreatePublicRooms, address: null, requestId: null });
const programs: Actor[] = [program([]), program(["rooms:list"]), program(["rooms:retrieve"]), program(["rooms:create"]), program(["rooms:list", "rooms:retrieve", "rooms:create"], true)];

/** The verdicts for a program without scopes · with list · retrieve · create · all of them and public rooms allowed, acting for an owner. */
const programRow = (ask: (actor: Actor, facts: RoomFacts) => Verdict, facts: Partial<RoomFacts> = {}) =>
  programs.map((actor) => word(ask(actor, { ...room, role: "owner", ...facts }))).join(" · ");

describe("room policy for programs", () => {
  it("answers these verdicts to no scope · list · retrieve · create · all", () => {
    const table = {
      list: programRow(canListRooms),
      retrieve: programRow(canRetrieveRoom),
      "retrieve, no member": programRow(canRetrieveRoom, { role: null }),
      "retrieve, deleted": programRow(canRetrieveRoom, { isDeleted: true }),
      "create, restricted": programRow((actor) => canCreateRoom(actor, "restricted")),
      "create, authenticated": programRow((actor) => canCreateRoom(actor, "authenticated")),
      "create, public": programRow((actor) => canCreateRoom(actor, "public")),
      read: programRow(canReadRoom),
      send: programRow(canSendMessage),
      join: programRow(canJoinRoom),
      leave: programRow(canLeaveRoom),
    };
    const never = "unauthenticated · unauthenticated · unauthenticated · unauthenticated · unauthenticated";
    expect(table).toEqual({
      list: "forbidden · yes · forbidden · forbidden · yes",
      retrieve: "forbidden · forbidden · yes · forbidden · yes",
      "retrieve, no member": "forbidden · forbidden · not_found · forbidden · not_found",
      "retrieve, deleted": "forbidden · forbidden · not_found · forbidden · not_found",
      "create, restricted": "forbidden · forbidden · forbidden · yes · yes",
      "create, authenticated": "forbidden · forbidden · forbidden · yes · yes",
      "create, public": "forbidden · forbidden · forbidden · forbidden · yes",
      read: never,
      send: never,
      join: never,
      leave: never,
    });
  });
});
