import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { session } from "@/db/schema/accounts";
import { endSessions } from "@/lib/accounts/sessions";
import type { UserActor } from "@/lib/authz/actor";
import { tellTyping } from "@/lib/chat/commands/tell-typing";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { userTopic } from "@/lib/events/room-events";
import { env } from "@/lib/platform/env";
import { closeBus, publish } from "@/lib/platform/listen";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { joinRoom, leaveRoom } from "@/lib/rooms/commands/change-membership";
import { tellHere } from "@/lib/rooms/commands/tell-here";
import { closeEventStreams, handleEvents, startEvents } from "@/server/gateway/events";
import { handleHealth } from "@/server/gateway/health";
import { cookieOf, serveGateway, StreamReader } from "@/server/gateway/testing";
import { startRedis } from "@/server/testing-redis.mjs";

/* What streams hear over each kind of bus, with the sweeps off: without the bus nothing of it would come. */

let gateway: Awaited<ReturnType<typeof serveGateway>>;
let redis: Awaited<ReturnType<typeof startRedis>>;
const open: StreamReader[] = [];
const never = 3600;

async function connect(actor: UserActor): Promise<StreamReader> {
  const reader = await StreamReader.open(`http://127.0.0.1:${gateway.port}/api/events`, await cookieOf(actor));
  open.push(reader);
  await vi.waitFor(() => expect(reader.events[0]?.type).toBe("hello"));
  return reader;
}

async function startOver(bus: "postgres" | "redis"): Promise<void> {
  Object.assign(env(), { REALTIME_BUS: bus, REDIS_URL: redis.url });
  await startEvents({ sweepSeconds: never, heartbeatSeconds: never });
}

beforeAll(async () => {
  useFakeLivekit();
  redis = await startRedis();
  gateway = await serveGateway(async (req, res) => (await handleHealth(req, res)) || handleEvents(req, res));
});
afterEach(async () => {
  for (const reader of open.splice(0)) reader.drop();
  closeEventStreams();
  await closeBus();
});
afterAll(async () => {
  await gateway.stop();
  await redis.stop();
});

describe.each(["postgres", "redis"] as const)("over %s", (bus) => {
  test("streams hear messages, joins, leavings, who writes and who is here, news of their own and the end of their session", async () => {
    await startOver(bus);
    const [ada, grace] = await Promise.all([createActor(), createActor({ name: "Grace" })]);
    const { id } = await createRoomWith([[ada, "owner"]]);
    const [host, guest] = [await connect(ada), await connect(grace)];
    await sendMessage(ada, id, { content: "before" });
    await joinRoom(grace, id);
    await sendMessage(ada, id, { content: "to both" });
    await vi.waitFor(() => expect([host.heard(id), guest.heard(id)]).toEqual([["message_added 1", "user_joined 2", "message_added 3"], ["user_joined 2", "message_added 3"]]));

    await tellTyping(grace, id);
    await vi.waitFor(() => expect(host.events.at(-1)).toMatchObject({ type: "typing", body: { users: [{ username: "Grace" }] } }));
    await tellHere(grace, id, true);
    await vi.waitFor(() => expect(host.events.at(-1)).toMatchObject({ type: "presence", body: { users: [{ id: grace.userId, here: true }] } }));
    await publish(userTopic(grace.userId), { type: "news" });
    await vi.waitFor(() => expect(guest.events.at(-1)).toEqual({ type: "news" }));

    await leaveRoom(grace, id);
    await sendMessage(ada, id, { content: "to those who stay" });
    await vi.waitFor(() => expect(host.heard(id).at(-1)).toBe("message_added 5"));
    expect(guest.heard(id).at(-1)).toBe("user_left 4");
    await transaction((tx) => endSessions(tx, eq(session.id, grace.sessionId)));
    await vi.waitFor(() => expect(guest.isClosed).toBe(true));
    expect(guest.events.at(-1)).toEqual({ type: "session_ended" });
    expect(host.isClosed).toBe(false);
  });
});

test("while Redis is away messages come all the same and this web stays ready; what is away is told to insiders", async () => {
  await startOver("redis");
  const bus = async () => {
    const { status, text } = await gateway.ask("/readyz");
    return [status, (JSON.parse(text) as { dependencies: { bus?: { ok: boolean } } }).dependencies.bus?.ok];
  };
  const ada = await createActor();
  const { id } = await createRoomWith([[ada, "owner"]]);
  const reader = await connect(ada);
  expect(await bus()).toEqual([200, true]);
  await redis.stop();
  await vi.waitFor(async () => expect(await bus()).toEqual([200, false]));
  await sendMessage(ada, id, { content: "without it" });
  await vi.waitFor(() => expect(reader.heard(id)).toEqual(["message_added 1"]));
  redis = await startRedis(redis.port);
  await vi.waitFor(async () => expect(await bus()).toEqual([200, true]));
  await sendMessage(ada, id, { content: "with it again" });
  await vi.waitFor(() => expect(reader.heard(id)).toEqual(["message_added 1", "message_added 2"]));
});
