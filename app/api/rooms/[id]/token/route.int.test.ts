import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { POST } from "@/app/api/rooms/[id]/token/route";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call } from "@/db/schema/calls";
import { room } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { useFakeLivekit, type FakeLivekit } from "@/lib/platform/livekit/fake";

let livekit: FakeLivekit;
beforeEach(() => {
  livekit = useFakeLivekit();
});

/** What a token says, unchecked. */
function decodeJwt(token: string) {
  return JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { exp: number; nbf: number; video: unknown };
}

async function ask(address: string | number, actor: UserActor | null, body?: unknown, headers: Record<string, string> = {}) {
  const cookie: Record<string, string> = actor ? { cookie: `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}` } : {};
  const request = new Request(`http://localhost:3000/api/rooms/${address}/token/`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost:3000", ...cookie, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const response = await POST(request, { params: Promise.resolve({ id: String(address) }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
}

test("each person is let in, sent to sign in, or refused, by the room's access level", async () => {
  const [owner, member, other] = await Promise.all([createActor(), createActor(), createActor()]);
  const table: string[] = [];
  for (const accessLevel of ["public", "authenticated", "restricted"] as const) {
    const { slug } = await createRoomWith([[owner, "owner"], [member, "member"]], { accessLevel });
    for (const [name, actor] of Object.entries({ anonymous: null, other, member, owner })) {
      const { status, body } = await ask(slug, actor);
      table.push(`${accessLevel} ${name} ${status} ${String(body.role ?? body.code)}`);
    }
  }
  expect(table).toEqual([
    "public anonymous 400 invalid_input",
    "public other 200 guest",
    "public member 200 member",
    "public owner 200 owner",
    "authenticated anonymous 401 unauthenticated",
    "authenticated other 200 guest",
    "authenticated member 200 member",
    "authenticated owner 200 owner",
    "restricted anonymous 400 invalid_input",
    "restricted other 202 undefined",
    "restricted member 200 member",
    "restricted owner 200 owner",
  ]);
});

test("the token opens one room for one identity, for minutes, with no right beyond a person's", async () => {
  const owner = await createActor({ name: "Grace Hopper" });
  const { id, slug } = await createRoomWith([[owner, "owner"]]);
  for (const address of [slug, id]) {
    const { status, body } = await ask(address, owner);
    expect(status).toBe(200);
    expect(body).toEqual({ token: expect.any(String), url: "ws://localhost:3000", identity: `u${owner.userId}`, role: "owner" });
    const claims = decodeJwt(body.token as string);
    expect(claims).toMatchObject({ iss: "APItest", sub: `u${owner.userId}`, name: "Grace Hopper" });
    expect(claims.exp - claims.nbf).toBe(300);
    expect(claims.video).toEqual({
      roomJoin: true, room: slug, canPublish: true, canPublishSources: ["microphone", "camera", "screen_share", "screen_share_audio"], canSubscribe: true, canPublishData: true,
      canUpdateOwnMetadata: false, hidden: false, recorder: false, roomAdmin: false,
    });
  }
});

test("the room is opened in LiveKit before anyone gets a key to it", async () => {
  const owner = await createActor();
  const { slug } = await createRoomWith([[owner, "owner"]]);
  await ask(slug, owner);
  expect([...livekit.rooms.keys()]).toEqual([slug]);
});

test("a wish for more rights is refused as an unknown field, and nothing is opened", async () => {
  const owner = await createActor();
  const { slug } = await createRoomWith([[owner, "owner"]]);
  for (const key of ["roomAdmin", "room", "hidden", "recorder", "agent", "metadata", "identity"]) {
    const { status, body } = await ask(slug, owner, { [key]: true });
    expect([status, body.errors]).toEqual([400, { [key]: ["This field is not known."] }]);
  }
  expect(livekit.calls).toEqual([]);
});

test("an unknown, deleted or misspelt room is 404 for everyone", async () => {
  const owner = await createActor();
  const { id, slug } = await createRoomWith([[owner, "owner"]]);
  await db().update(room).set({ deletedAt: new Date() }).where(eq(room.id, id));
  for (const address of ["no-such-room", "999999999", "0", "%2e%2e", slug, id]) {
    expect((await ask(address, owner)).status).toBe(404);
    expect((await ask(address, null)).status).toBe(404);
  }
  expect(livekit.calls).toEqual([]);
});

test("while LiveKit is away the answer is 502 in words, and no call is recorded", async () => {
  const owner = await createActor();
  const { slug } = await createRoomWith([[owner, "owner"]]);
  livekit.isAway = true;
  const { status, body } = await ask(slug, owner);
  expect([status, body.code, body.detail]).toEqual([502, "upstream_failed", "Calls are not available right now. Please try again in a moment."]);
  expect(await db().select().from(call)).toEqual([]);
});

test("a page of another origin gets no token", async () => {
  const owner = await createActor();
  const { slug } = await createRoomWith([[owner, "owner"]]);
  expect((await ask(slug, owner, {}, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect(livekit.calls).toEqual([]);
});

test("only in an encrypted room the answer says that a client without the passphrase stays out", async () => {
  const owner = await createActor();
  const [open, encrypted] = await Promise.all([createRoomWith([[owner, "owner"]]), createRoomWith([[owner, "owner"]], { configuration: { encryption: true } })]);
  expect([Object.keys((await ask(open.slug, owner)).body).sort(), (await ask(encrypted.slug, owner)).body.encrypted]).toEqual([["identity", "role", "token", "url"], true]);
});
