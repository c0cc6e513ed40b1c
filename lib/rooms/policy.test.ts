import { describe, expect, it } from "vitest";
import type { Scope } from "@/lib/applications/contract";
import type { Actor, UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { roomRoles } from "@/lib/rooms/constants";
import type { RoomRole } from "@/lib/rooms/contract";
import {
  canAddMember, canChangeRole, canChangeRoom, canCreateRoom, canDeleteRoom, canJoinRoom, canLeaveRoom, canListMembers, canListRooms, canReadRoom, canRemoveMember, canRestoreRoom, canRetrieveRoom, canSendMessage,
  type RoomFacts,
} from "@/lib/rooms/policy";

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

/** Platform role × room role: what each may do in a room that somebody else owns too. */
const matrix: [string, (actor: Actor, facts: RoomFacts) => Verdict][] = [
  ["read messages", canReadRoom],
  ["list members", canListMembers],
  ["change settings", canChangeRoom],
  ["delete", canDeleteRoom],
  ["restore", (actor, facts) => canRestoreRoom(actor, { ...facts, isDeleted: true })],
  ["add member", (actor, facts) => canAddMember(actor, facts, "member")],
  ["add owner", (actor, facts) => canAddMember(actor, facts, "owner")],
  ["add oneself", (actor, facts) => canAddMember(actor, facts, "member", true)],
  ["member → administrator", (actor, facts) => canChangeRole(actor, facts, { role: "member", isSelf: false }, "administrator")],
  ["administrator → owner", (actor, facts) => canChangeRole(actor, facts, { role: "administrator", isSelf: false }, "owner")],
  ["owner → member", (actor, facts) => canChangeRole(actor, facts, { role: "owner", isSelf: false }, "member")],
  ["oneself → member", (actor, facts) => canChangeRole(actor, facts, { role: facts.role ?? "member", isSelf: true }, "member")],
  ["remove administrator", (actor, facts) => canRemoveMember(actor, facts, { role: "administrator", isSelf: false })],
  ["remove owner", (actor, facts) => canRemoveMember(actor, facts, { role: "owner", isSelf: false })],
  ["leave", canLeaveRoom],
];

describe("the matrix of rooms", () => {
  it("platform role × room role × action", () => {
    const roles: (RoomRole | null)[] = [null, ...roomRoles];
    const columns = [
      ["nobody", anonymous, null] as const,
      ...roles.map((role) => [`user/${role ?? "stranger"}`, person(), role] as const),
      ...roles.map((role) => [`moderator/${role ?? "stranger"}`, person("moderator"), role] as const),
    ];
    const shorter: Record<string, string> = { unauthenticated: "401", forbidden: "403", not_found: "404", conflict: "409", invalid_input: "400" };
    const lines = matrix.map(([name, ask]) => [name.padEnd(23), ...columns.map(([, actor, role]) => { const said = word(ask(actor, { ...room, role })); return (shorter[said] ?? said).padEnd(4); })].join(" ").trimEnd());
    const head = `columns: ${columns.map(([name]) => name).join(", ")}`;
    expect([head, ...lines].join("\n")).toMatchInlineSnapshot(`
      "columns: nobody, user/stranger, user/owner, user/administrator, user/member, moderator/stranger, moderator/owner, moderator/administrator, moderator/member
      read messages           401  404  yes  yes  yes  404  yes  yes  yes
      list members            401  404  yes  yes  yes  yes  yes  yes  yes
      change settings         401  404  yes  yes  403  yes  yes  yes  yes
      delete                  401  404  yes  403  403  yes  yes  yes  yes
      restore                 401  404  yes  404  404  yes  yes  yes  yes
      add member              401  404  yes  yes  403  yes  yes  yes  yes
      add owner               401  404  yes  400  403  400  yes  400  400
      add oneself             401  404  403  403  403  403  403  403  403
      member → administrator  401  404  yes  yes  403  yes  yes  yes  yes
      administrator → owner   401  404  yes  400  403  400  yes  400  400
      owner → member          401  404  403  403  403  403  403  403  403
      oneself → member        401  404  yes  403  403  403  yes  403  403
      remove administrator    401  404  yes  yes  403  yes  yes  yes  yes
      remove owner            401  404  403  403  403  403  403  403  403
      leave                   401  404  yes  yes  yes  404  yes  yes  yes"
    `);
  });

  it("an owner steps down only where another owner stays, an admin of the product has a moderator's rights and no more", () => {
    const alone = { ...room, role: "owner" as const, otherOwners: 0 };
    expect([canChangeRole(person(), alone, { role: "owner", isSelf: true }, "administrator"), canLeaveRoom(person(), alone)].map(word)).toEqual(["conflict", "conflict"]);
    for (const [, ask] of matrix) for (const role of [null, ...roomRoles]) expect(word(ask(person("admin"), { ...room, role }))).toBe(word(ask(person("moderator"), { ...room, role })));
  });
});

const program = (scopes: Scope[], mayCreatePublicRooms = false): Actor => ({ kind: "application", applicationId: 5, userId: 1, scopes, mayCreatePublicRooms, address: null, requestId: null });
const programs: Actor[] = [program([]), program(["rooms:list"]), program(["rooms:retrieve"]), program(["rooms:create"]), program(["rooms:update"]), program(["rooms:delete"]), program(["rooms:list", "rooms:retrieve", "rooms:create", "rooms:update", "rooms:delete"], true)];

/** The verdicts for a program without scopes · with list · retrieve · create · update · delete · all of them and public rooms allowed, acting for an owner. */
const programRow = (ask: (actor: Actor, facts: RoomFacts) => Verdict, facts: Partial<RoomFacts> = {}) =>
  programs.map((actor) => word(ask(actor, { ...room, role: "owner", ...facts }))).join(" · ");

describe("room policy for programs", () => {
  it("answers these verdicts to no scope · list · retrieve · create · update · delete · all", () => {
    const table = {
      list: programRow(canListRooms),
      retrieve: programRow(canRetrieveRoom),
      "retrieve, no member": programRow(canRetrieveRoom, { role: null }),
      "retrieve, deleted": programRow(canRetrieveRoom, { isDeleted: true }),
      "create, restricted": programRow((actor) => canCreateRoom(actor, "restricted")),
      "create, authenticated": programRow((actor) => canCreateRoom(actor, "authenticated")),
      "create, public": programRow((actor) => canCreateRoom(actor, "public")),
      change: programRow(canChangeRoom),
      "change, a member": programRow(canChangeRoom, { role: "member" }),
      "change, no member": programRow(canChangeRoom, { role: null }),
      "change, to public": programRow((actor, facts) => canChangeRoom(actor, { ...facts, accessLevel: "restricted" }, "public")),
      delete: programRow(canDeleteRoom),
      "delete, an administrator": programRow(canDeleteRoom, { role: "administrator" }),
      restore: programRow(canRestoreRoom, { isDeleted: true }),
      "add people": programRow((actor, facts) => canAddMember(actor, facts, "member")),
      read: programRow(canReadRoom),
      send: programRow(canSendMessage),
      join: programRow(canJoinRoom),
      leave: programRow(canLeaveRoom),
    };
    const never = Array.from(programs, () => "unauthenticated").join(" · ");
    expect(table).toEqual({
      list: "forbidden · yes · forbidden · forbidden · forbidden · forbidden · yes",
      retrieve: "forbidden · forbidden · yes · forbidden · forbidden · forbidden · yes",
      "retrieve, no member": "forbidden · forbidden · not_found · forbidden · forbidden · forbidden · not_found",
      "retrieve, deleted": "forbidden · forbidden · not_found · forbidden · forbidden · forbidden · not_found",
      "create, restricted": "forbidden · forbidden · forbidden · yes · forbidden · forbidden · yes",
      "create, authenticated": "forbidden · forbidden · forbidden · yes · forbidden · forbidden · yes",
      "create, public": "forbidden · forbidden · forbidden · forbidden · forbidden · forbidden · yes",
      change: "forbidden · forbidden · forbidden · forbidden · yes · forbidden · yes",
      "change, a member": "forbidden · forbidden · forbidden · forbidden · forbidden · forbidden · forbidden",
      "change, no member": "forbidden · forbidden · forbidden · forbidden · not_found · forbidden · not_found",
      "change, to public": "forbidden · forbidden · forbidden · forbidden · forbidden · forbidden · yes",
      delete: "forbidden · forbidden · forbidden · forbidden · forbidden · yes · yes",
      "delete, an administrator": "forbidden · forbidden · forbidden · forbidden · forbidden · forbidden · forbidden",
      restore: never,
      "add people": "forbidden · forbidden · forbidden · forbidden · forbidden · forbidden · forbidden",
      read: never,
      send: never,
      join: never,
      leave: never,
    });
  });
});
