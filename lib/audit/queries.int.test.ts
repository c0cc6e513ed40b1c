import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { guest } from "@/db/schema/guests";
import { auditFilterSchema } from "@/lib/audit/contract";
import { exportAudit, listAudit } from "@/lib/audit/queries";
import { csvCell } from "@/lib/core/csv";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";

const nobody: Actor = { kind: "anonymous", address: null, requestId: null };
async function collect(lines: AsyncGenerator<string>): Promise<string> {
  let all = "";
  for await (const part of lines) all += part;
  return all;
}

describe("the audit log", () => {
  test("is read by administrators only", async () => {
    for (const [actor, code] of [[nobody, "unauthenticated"], [await createActor(), "forbidden"], [await createActor({ role: "moderator" }), "forbidden"]] as const) {
      await expect(listAudit(actor)).rejects.toMatchObject({ code });
      await expect(collect(exportAudit(actor, {}))).rejects.toMatchObject({ code });
    }
  });

  test("is narrowed by who, what, on what and when", async () => {
    const admin = await createActor({ role: "admin", name: "Grace" });
    const person = await createActor({ name: "Alan" });
    await recordAudit(db(), admin, { action: "probe.first", target: { type: "user", id: person.userId } });
    await recordAudit(db(), person, { action: "probe.second", target: { type: "room", id: 7 } });
    await db().insert(auditEntry).values({ actorKind: "system", action: "probe.old", createdAt: new Date("2020-02-29T23:59:59Z") });
    const actions = async (filter: Parameters<typeof listAudit>[1]) => (await listAudit(admin, filter)).items.map(({ action }) => action);
    expect(await actions({ action: "probe." })).toEqual(["probe.old", "probe.second", "probe.first"]);
    expect(await actions({ action: "probe.", actor: String(person.userId) })).toEqual(["probe.second"]);
    expect(await actions({ target: `user:${person.userId}` })).toEqual(["probe.first"]);
    expect(await actions({ action: "probe.", target: "room" })).toEqual(["probe.second"]);
    expect(await actions({ from: "2020-02-29", to: "2020-02-29" })).toEqual(["probe.old"]);
    expect(await actions({ to: "2020-02-28" })).toEqual([]);
    expect(await actions({ action: "probe%" })).toEqual([]);
    expect((await listAudit(admin, { action: "probe.first" })).items[0]).toMatchObject({ actorName: "Grace", targetName: "Alan", address: admin.address });
  });

  test("is narrowed to what one person did and what was done to them, and to nobody with the same number", async () => {
    const [admin, person, other] = [await createActor({ role: "admin" }), await createActor(), await createActor()];
    await recordAudit(db(), person, { action: "about.did", target: { type: "room", id: 1 } });
    await recordAudit(db(), admin, { action: "about.suffered", target: { type: "user", id: person.userId } });
    await recordAudit(db(), other, { action: "about.foreign", target: { type: "room", id: person.userId } });
    const [visitor] = await db().insert(guest).overridingSystemValue().values({ id: person.userId, name: "Visitor" }).returning();
    await db().insert(auditEntry).values({ actorKind: "guest", actorId: visitor!.id, action: "about.guest" });
    expect((await listAudit(admin, { about: person.userId })).items.map(({ action }) => action)).toEqual(["about.suffered", "about.did"]);
    expect((await listAudit(admin, { action: "about.guest" })).items[0]).toMatchObject({ actorKind: "guest", actorName: "Visitor" });
  });

  test("is paged and exported without gaps, past the size of a page", async () => {
    const admin = await createActor({ role: "admin" });
    await db().insert(auditEntry).values(Array.from({ length: 230 }, (_, i) => ({ actorKind: "system", action: "many.made", targetType: "room", targetId: String(i) })));
    const first = await listAudit(admin, { action: "many.", limit: 2 });
    const second = await listAudit(admin, { action: "many.", limit: 2, before: first.next! });
    expect([...first.items, ...second.items].map(({ targetId }) => targetId)).toEqual(["229", "228", "227", "226"]);
    const lines = (await collect(exportAudit(admin, { action: "many." }))).trimEnd().split("\r\n");
    expect(lines).toHaveLength(231);
    expect(new Set(lines).size).toBe(231);
  });
});

test.each([
  ["=1+1", "'=1+1"],
  ['He said "no", twice', '"He said ""no"", twice"'],
  [{ to: "admin" }, '"{""to"":""admin""}"'],
  [null, ""],
  [12, "12"],
])("a cell of the export with %j is written %s", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test.each([{ from: "yesterday" }, { actor: "1 or 1" }, { action: "\0" }, { unknown: "x" }])("a filter %j is refused", (filter) => {
  expect(auditFilterSchema.safeParse(filter).success).toBe(false);
});
