import { expect, test } from "vitest";
import type { Actor, UserActor } from "@/lib/authz/actor";
import { canReadNotes, canWriteNotes } from "@/lib/notes/policy";
import type { RoomFacts } from "@/lib/rooms/policy";

const none = { address: null, requestId: null };
const person = { kind: "user", userId: 1, sessionId: "s", role: "user", name: "Ada", email: "a@example.test", locale: "en", ...none } satisfies UserActor;
const actors = { anonymous: { kind: "anonymous", ...none }, guest: { kind: "guest", guestId: 1, name: "Grace", ...none }, user: person, moderator: { ...person, role: "moderator" }, admin: { ...person, role: "admin" } } satisfies Record<string, Actor>;
const facts: RoomFacts = { accessLevel: "public", isDeleted: false, role: null, otherOwners: 1, isChatOn: true };
const places: Record<string, Partial<RoomFacts>> = { outside: {}, "in the call": { isInCall: true }, member: { role: "member" }, owner: { role: "owner" }, "member, chat off": { role: "member", isChatOn: false }, "owner, deleted": { role: "owner", isDeleted: true } };

test("who reads and writes notes", () => {
  const rows = Object.entries(actors).flatMap(([who, actor]) =>
    Object.entries(places)
      .filter(([place]) => actor.kind === "user" || place === "outside" || place === "in the call")
      .map(([place, values]) => {
        const all = { ...facts, ...values };
        const word = (verdict: ReturnType<typeof canReadNotes>) => (verdict.allowed ? "yes" : verdict.code);
        return `${who.padEnd(10)}${place.padEnd(17)}${word(canReadNotes(actor, all)).padEnd(16)}${word(canWriteNotes(actor, all))}`;
      }),
  );
  expect(["who       where            read            write", ...rows].join("\n")).toMatchInlineSnapshot(`
    "who       where            read            write
    anonymous outside          unauthenticated unauthenticated
    anonymous in the call      unauthenticated unauthenticated
    guest     outside          not_found       not_found
    guest     in the call      yes             forbidden
    user      outside          not_found       not_found
    user      in the call      yes             forbidden
    user      member           yes             yes
    user      owner            yes             yes
    user      member, chat off yes             yes
    user      owner, deleted   not_found       not_found
    moderator outside          not_found       not_found
    moderator in the call      yes             forbidden
    moderator member           yes             yes
    moderator owner            yes             yes
    moderator member, chat off yes             yes
    moderator owner, deleted   not_found       not_found
    admin     outside          not_found       not_found
    admin     in the call      yes             forbidden
    admin     member           yes             yes
    admin     owner            yes             yes
    admin     member, chat off yes             yes
    admin     owner, deleted   not_found       not_found"
  `);
});
