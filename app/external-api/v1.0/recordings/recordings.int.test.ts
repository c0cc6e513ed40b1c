import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as oneRoute from "@/app/external-api/v1.0/recordings/[uuid]/route";
import * as listRoute from "@/app/external-api/v1.0/recordings/route";
import { db } from "@/db/client";
import { createActor, createRoomWith, createUser, signIn } from "@/db/factories";
import { rateLimit } from "@/db/schema/accounts";
import { auditEntry } from "@/db/schema/audit";
import { recording } from "@/db/schema/recordings";
import { createApplication } from "@/lib/applications/commands/create-application";
import { issueToken } from "@/lib/applications/commands/issue-token";
import { scopes, type Scope } from "@/lib/applications/contract";
import { call } from "@/lib/http/testing";
import { readDownloadLink } from "@/lib/recordings/download-link";

type Person = Awaited<ReturnType<typeof createUser>>;
let person: Person;

const anonymous = { kind: "anonymous", address: "203.0.113.7", requestId: null } as const;

async function tokenFor(granted: readonly Scope[]): Promise<Record<string, string>> {
  const { clientId, secret } = await createApplication(await createActor({ role: "admin" }), { name: "Archive", scopes: [...granted], allowedDomains: ["example.test"], mayCreatePublicRooms: false, mayCreateUsers: false });
  const { access_token: token } = await issueToken(anonymous, { client_id: clientId, client_secret: secret, grant_type: "client_credentials", scope: person.email });
  return { authorization: `Bearer ${token}` };
}

async function saved(role: "owner" | "member" | null, values: Partial<typeof recording.$inferInsert> = {}): Promise<{ id: string; roomId: number }> {
  const owner = await createActor();
  const { id: roomId } = await createRoomWith(role === "owner" ? [[await signIn(person), "owner"]] : role === "member" ? [[owner, "owner"], [await signIn(person), "member"]] : [[owner, "owner"]]);
  const [row] = await db().insert(recording).values({ roomId, mode: "room_composite", engine: "builtin", status: "saved", storageKey: `recordings/${crypto.randomUUID()}.mp4`, startedAt: new Date(), durationSeconds: 60, sizeBytes: 7, ...values }).returning();
  return { id: row!.id, roomId };
}

const list = async (headers: Record<string, string>, query = "") => (await call(listRoute.GET, `/external-api/v1.0/recordings/${query}`, { headers })).json();
const one = (method: "GET" | "DELETE", headers: Record<string, string>, id: string) => call(oneRoute[method], "/x", { method, headers, params: { uuid: id } });
const idsOf = ({ results }: { results: { id: string }[] }) => results.map(({ id }) => id);

beforeEach(async () => {
  await db().delete(rateLimit);
  person = await createUser();
});

test("a program lists its person's rooms' recordings with a link to each file; those of other rooms, deleted ones and what only moderators see are not in it", async () => {
  const headers = await tokenFor(scopes);
  const [other, older, newer] = [await saved(null), await saved("member", { createdAt: new Date(Date.now() - 60_000) }), await saved("owner")];
  await saved("owner", { deletedAt: new Date() });
  expect(idsOf(await list(headers))).toEqual([newer.id, older.id]);
  expect(idsOf(await list(headers, `?room=${older.roomId}`))).toEqual([older.id]);
  expect(idsOf(await list(headers, `?room=${other.roomId}`))).toEqual([]);
  const page = await list(headers, "?limit=1");
  expect(page).toMatchObject({ count: 2, previous: null });
  expect(idsOf(await list(headers, new URL(page.next).search))).toEqual([older.id]);
  const link = new URL(page.results[0].download_url);
  expect(readDownloadLink(newer.id, link.searchParams)).toBe(person.id);
  for (const key of ["storage_key", "abilities", "stream"]) expect(page.results[0]).not.toHaveProperty(key);
  expect((await one("GET", headers, other.id)).status).toBe(404);
  expect(await (await one("GET", headers, older.id)).json()).toMatchObject({ id: older.id, room_id: older.roomId, duration: 60, captions_url: null });
});

test("it deletes where its person hosts the room, and nothing that runs; hosts can bring it back", async () => {
  const headers = await tokenFor(scopes);
  const [own, joined, foreign, running] = [await saved("owner"), await saved("member"), await saved(null), await saved("owner", { status: "active", storageKey: null })];
  const answers = await Promise.all([own, joined, foreign, running].map(async ({ id }) => (await one("DELETE", headers, id)).status));
  expect(answers).toEqual([204, 403, 404, 409]);
  expect((await one("DELETE", headers, own.id)).status).toBe(404);
  const kept = await db().select({ id: recording.id }).from(recording).where(eq(recording.roomId, joined.roomId));
  expect(kept).toEqual([{ id: joined.id }]);
  expect(await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.targetId, own.id))).toEqual([{ action: "recording.deleted" }]);
});

test("each scope of recordings allows its own action alone", async () => {
  const table: Record<string, number[]> = {};
  for (const scope of ["recordings:list", "recordings:retrieve", "recordings:delete"] as const) {
    const [{ id }, headers] = [await saved("owner"), await tokenFor([scope])];
    table[scope] = [(await call(listRoute.GET, "/x", { headers })).status, (await one("GET", headers, id)).status, (await one("DELETE", headers, id)).status];
  }
  expect(table).toEqual({ "recordings:list": [200, 403, 403], "recordings:retrieve": [403, 200, 403], "recordings:delete": [403, 403, 204] });
});
