import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/authz/actor";
import { canDeleteMessage, canEditMessage, type MessageFacts } from "@/lib/chat/policy";
import { settings } from "@/lib/core/settings";
import type { RoomFacts } from "@/lib/rooms/policy";

const user = { kind: "user", userId: 1, role: "user" } as Actor;
const admin = { kind: "user", userId: 1, role: "admin" } as Actor;
const guest = { kind: "guest", guestId: 1 } as Actor;
const program = { kind: "application" } as Actor;
const room: RoomFacts = { accessLevel: "restricted", isDeleted: false, role: "member", otherOwners: 1, isChatOn: true };
const own: MessageFacts = { isOwn: true, isDeleted: false, ageSeconds: 5 };
const others = { ...own, isOwn: false };
const said = (verdict: ReturnType<typeof canEditMessage>) => (verdict.allowed ? "yes" : verdict.code);

describe("changing and deleting messages", () => {
  it.each<[string, Actor, Partial<RoomFacts>, MessageFacts, string, string]>([
    ["one's own", user, {}, own, "yes", "yes"],
    ["another's, as a member", user, {}, others, "forbidden", "forbidden"],
    ["another's, as a host", user, { role: "administrator" }, others, "forbidden", "yes"],
    ["another's, as an owner", user, { role: "owner" }, others, "forbidden", "yes"],
    ["an old one of one's own", user, {}, { ...own, ageSeconds: Math.max(settings.messageEditSeconds, settings.messageDeleteSeconds) + 1 }, "conflict", "conflict"],
    ["an old one of one's own, as a host", user, { role: "owner" }, { ...own, ageSeconds: settings.messageDeleteSeconds + 1 }, "conflict", "yes"],
    ["a deleted one", user, { role: "owner" }, { ...own, isDeleted: true }, "conflict", "conflict"],
    ["one's own where the chat is off", user, { isChatOn: false }, own, "conflict", "yes"],
    ["one's own after leaving", user, { role: null }, own, "not_found", "not_found"],
    ["another's, with a role in the product only", admin, { role: null }, others, "not_found", "not_found"],
    ["one's own, as a guest in the call", guest, { role: null, isInCall: true }, own, "yes", "yes"],
    ["one's own, as a guest who has left the call", guest, { role: null }, own, "not_found", "not_found"],
    ["another's, by a program", program, { role: "owner" }, others, "unauthenticated", "unauthenticated"],
  ])("%s", (_case, actor, facts, message, edit, remove) => {
    expect([said(canEditMessage(actor, { ...room, ...facts }, message)), said(canDeleteMessage(actor, { ...room, ...facts }, message))]).toEqual([edit, remove]);
  });
});
