import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { GET } from "@/app/api/audit/export/route";
import { db } from "@/db/client";
import { createActor } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { call } from "@/lib/http/testing";

const cookiesOf = async (actor: UserActor) => ({ [accessCookie]: await mintSessionToken(actor.userId, actor.sessionId) });
const exports = () => db().select().from(auditEntry).where(eq(auditEntry.action, "audit.exported"));

test("the log is taken out by administrators only, and that is recorded", async () => {
  const table: Record<string, number> = { stranger: (await call(GET, "/api/audit/export/")).status };
  for (const role of ["user", "moderator"] as const) table[role] = (await call(GET, "/api/audit/export/", { cookies: await cookiesOf(await createActor({ role })) })).status;
  expect(table).toEqual({ stranger: 401, user: 403, moderator: 403 });
  expect(await exports()).toEqual([]);
  const admin = await createActor({ role: "admin" });
  const answer = await call(GET, "/api/audit/export/?action=audit.", { cookies: await cookiesOf(admin) });
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([200, "text/csv; charset=utf-8", "private, no-store"]);
  expect((await answer.text()).split("\r\n")[1]).toContain(`,user,${admin.userId},`);
  expect(await exports()).toEqual([expect.objectContaining({ actorId: admin.userId, details: { filter: { action: "audit." } } })]);
});

test("a filter that cannot be read is refused, and nothing is recorded", async () => {
  const before = (await exports()).length;
  const admin = await createActor({ role: "admin" });
  expect((await call(GET, "/api/audit/export/?from=yesterday", { cookies: await cookiesOf(admin) })).status).toBe(400);
  expect((await exports()).length).toBe(before);
});
