import { expect, test } from "vitest";
import { callRoleOf, canEnterCall, doorEntryOf, type EntryFacts } from "@/lib/calls/policy";
import { accessLevels } from "@/lib/rooms/contract";

const people: Record<string, EntryFacts["person"]> = {
  anonymous: { kind: "anonymous" },
  "signed in": { kind: "user", role: null },
  member: { kind: "user", role: "member" },
  administrator: { kind: "user", role: "administrator" },
  owner: { kind: "user", role: "owner" },
};

test("who may be in a call, by access level and person", () => {
  const table = Object.entries(people).flatMap(([name, person]) =>
    accessLevels.map((accessLevel) => {
      const facts: EntryFacts = { room: { accessLevel }, person };
      const verdict = canEnterCall(facts);
      return `${accessLevel} · ${name}: ${verdict.allowed ? `enters as ${callRoleOf(facts)}` : verdict.code} · door ${doorEntryOf(facts)}`;
    }),
  );
  expect(table).toEqual([
    "public · anonymous: unauthenticated · door sign_in",
    "authenticated · anonymous: unauthenticated · door sign_in",
    "restricted · anonymous: unauthenticated · door sign_in",
    "public · signed in: enters as guest · door open",
    "authenticated · signed in: enters as guest · door open",
    "restricted · signed in: forbidden · door closed",
    "public · member: enters as member · door open",
    "authenticated · member: enters as member · door open",
    "restricted · member: enters as member · door open",
    "public · administrator: enters as administrator · door open",
    "authenticated · administrator: enters as administrator · door open",
    "restricted · administrator: enters as administrator · door open",
    "public · owner: enters as owner · door open",
    "authenticated · owner: enters as owner · door open",
    "restricted · owner: enters as owner · door open",
  ]);
});
