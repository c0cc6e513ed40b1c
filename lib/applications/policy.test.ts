import { describe, expect, it, test } from "vitest";
import { applicationInput, scopes } from "@/lib/applications/contract";
import { canActFor, canManageApplications, isAddressAllowed } from "@/lib/applications/policy";
import { isAdmin, isModerator, systemActor, type Actor, type ApplicationActor, type UserActor } from "@/lib/authz/actor";
import { canProgram } from "@/lib/authz/scopes";
import { canUploadVideo } from "@/lib/videos/policy";

const person = (role: UserActor["role"]): Actor => ({ kind: "user", userId: 1, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const program: ApplicationActor = { kind: "application", applicationId: 5, userId: 1, scopes, mayCreatePublicRooms: true, address: null, requestId: null };

test("only an admin manages applications", () => {
  const word = (actor: Actor) => {
    const verdict = canManageApplications(actor);
    return verdict.allowed ? "yes" : verdict.code;
  };
  expect([anonymous, person("user"), person("moderator"), person("admin"), program, systemActor].map(word)).toEqual(["unauthenticated", "forbidden", "forbidden", "yes", "forbidden", "forbidden"]);
});

test("a program is no person, moderator or admin, whatever its scopes", () => {
  expect([isModerator(program), isAdmin(program), canUploadVideo(program, true).allowed]).toEqual([false, false, false]);
});

test("an action that no scope is listed for is denied to a program with every scope", () => {
  expect(canProgram(program, "room.list")).toEqual({ allowed: true });
  for (const action of ["", "room.burn", "rooms:list", "__proto__", "constructor"]) expect(canProgram(program, action)).toMatchObject({ allowed: false, code: "forbidden" });
});

describe("an address is allowed by the whole domain after its last @", () => {
  it.each([
    ["user@allowed.com", true],
    ["user@ALLOWED.com", true],
    ["user@evil.com.allowed.com", false],
    ["user@allowed.com.evil.com", false],
    ["user@notallowed.com", false],
    ["user@allowed.com@evil.com", false],
    ["user@allowed.co", false],
    ["allowed.com", false],
    ["@allowed.com", false],
    ["user@", false],
  ])("%s: %s", (address, expected) => {
    expect(isAddressAllowed(address, ["allowed.com"])).toBe(expected);
  });

  it("and by nothing when no domain is allowed", () => {
    expect(isAddressAllowed("user@allowed.com", [])).toBe(false);
  });
});

describe("a program acts for", () => {
  const waiting = { isActive: false, emailVerifiedAt: null, passwordHash: null };
  it.each([
    ["a person whose account is on", { isActive: true, emailVerifiedAt: new Date(), passwordHash: "x" }, true, true],
    ["an account that nobody has opened", waiting, false, true],
    ["one that a stranger registered with a password", { ...waiting, passwordHash: "x" }, false, false],
    ["one that an administrator switched off", { ...waiting, emailVerifiedAt: new Date() }, false, false],
  ])("%s", (_who, person, always, whereItMayMakeAccounts) => {
    expect([canActFor({ mayCreateUsers: false }, person), canActFor({ mayCreateUsers: true }, person)]).toEqual([always, whereItMayMakeAccounts]);
  });
});

test("an application needs a name and real domains; its scopes and domains are kept once each", () => {
  const good = { name: " Door sign ", scopes: ["rooms:create", "rooms:list", "rooms:list"], allowedDomains: [" Example.ORG", "example.org"], mayCreatePublicRooms: false, mayCreateUsers: false };
  expect(applicationInput.parse(good)).toEqual({ name: "Door sign", scopes: ["rooms:list", "rooms:create"], allowedDomains: ["example.org"], mayCreatePublicRooms: false, mayCreateUsers: false });
  for (const bad of [{ name: " " }, { name: "x".repeat(81) }, { name: "a\u202eb" }, { scopes: ["rooms:everything"] }, { allowedDomains: [] }, { allowedDomains: ["*.org"] }, { allowedDomains: ["@example.org"] }, { isActive: true }]) {
    expect(applicationInput.safeParse({ ...good, ...bad }).success, JSON.stringify(bad)).toBe(false);
  }
});
