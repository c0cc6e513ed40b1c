import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as connection from "@/app/api/token/connection/route";
import * as subscription from "@/app/api/token/subscription/route";
import { createActor } from "@/db/factories";
import { FakeCentrifugo } from "@/lib/platform/centrifugo/fake";
import { env } from "@/lib/platform/env";
import { cookieOf } from "@/server/gateway/testing";

let centrifugo: FakeCentrifugo;
beforeAll(async () => void (centrifugo = await FakeCentrifugo.start()));
afterAll(() => centrifugo.stop());

const ask = async (route: typeof connection, address: string, cookie = "") => {
  const answer = await route.GET(new Request(`http://localhost:3000${address}`, { headers: { cookie } }), { params: Promise.resolve({}) });
  return { status: answer.status, body: (await answer.json()) as { token?: string }, caching: answer.headers.get("cache-control") };
};

/** What a token says, once its signature is found right. */
function claimsOf(token = ""): { sub: string; channel?: string; exp: number } {
  const [head, claims, signature] = token.split(".");
  expect(signature).toBe(createHmac("sha256", env().CENTRIFUGO_TOKEN_SECRET ?? "").update(`${head}.${claims}`).digest("base64url"));
  expect(JSON.parse(Buffer.from(head ?? "", "base64url").toString())).toEqual({ alg: "HS256", typ: "JWT" });
  return JSON.parse(Buffer.from(claims ?? "", "base64url").toString()) as { sub: string; exp: number };
}

test("a connection's token is for the person who asks, for two minutes, and nobody keeps it", async () => {
  const ada = await createActor();
  const { status, body, caching } = await ask(connection, "/api/token/connection/", await cookieOf(ada));
  const { sub, exp } = claimsOf(body.token);
  expect([status, Object.keys(body), sub, caching]).toEqual([200, ["token"], String(ada.userId), "private, no-store"]);
  expect(exp - Date.now() / 1000).toBeLessThanOrEqual(120);
  expect((await ask(connection, "/api/token/connection/")).status).toBe(401);
});

test("a subscription's token is for one's own channel only", async () => {
  const [ada, grace] = await Promise.all([createActor(), createActor()]);
  const cookie = await cookieOf(ada);
  const channel = `personal:${ada.userId}`;
  const own = await ask(subscription, `/api/token/subscription/?channel=${channel}`, cookie);
  const claims = claimsOf(own.body.token);
  expect([own.status, claims.sub, claims.channel]).toEqual([200, String(ada.userId), channel]);
  expect(claims.exp - Date.now() / 1000).toBeLessThanOrEqual(300);
  for (const other of [`personal:${grace.userId}`, "personal:", `${channel} `, `${channel},personal:${grace.userId}`, "", "rooms:1", `personal:0${ada.userId}`]) {
    const refused = await ask(subscription, `/api/token/subscription/?channel=${encodeURIComponent(other)}`, cookie);
    expect([refused.status, refused.body.token], other).toEqual([403, undefined]);
  }
  expect((await ask(subscription, "/api/token/subscription/", cookie)).status).toBe(403);
  expect((await ask(subscription, `/api/token/subscription/?channel=${channel}`)).status).toBe(401);
});

test("without a Centrifugo there are no such tokens", async () => {
  const cookie = await cookieOf(await createActor());
  const url = env().CENTRIFUGO_API_URL;
  Object.assign(env(), { CENTRIFUGO_API_URL: undefined });
  expect([(await ask(connection, "/api/token/connection/", cookie)).status, (await ask(subscription, "/api/token/subscription/?channel=personal:1", cookie)).status]).toEqual([404, 404]);
  Object.assign(env(), { CENTRIFUGO_API_URL: url });
});
