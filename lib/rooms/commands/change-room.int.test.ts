import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { auditEntry } from "@/db/schema/audit";
import { call } from "@/db/schema/calls";
import { jobEvent } from "@/db/schema/engine";
import { room, roomEvent } from "@/db/schema/rooms";
import { sendMessage } from "@/lib/chat/commands/send-message";
import { changeRoom } from "@/lib/rooms/commands/change-room";
import type { ChangeRoomInput } from "@/lib/rooms/contract";

const rowOf = async (id: number) => (await db().select().from(room).where(eq(room.id, id)))[0]!;
const eventsOf = (id: number) => db().select().from(roomEvent).where(eq(roomEvent.roomId, id)).orderBy(asc(roomEvent.version));
const entriesOf = (id: number) => db().select().from(auditEntry).where(eq(auditEntry.targetId, String(id)));
const jobsOf = async (id: number) => (await db().select().from(jobEvent).where(eq(jobEvent.name, "room/changed"))).filter(({ data }) => data.roomId === id);

/** What a refused change must leave alone. */
async function traceOf(id: number): Promise<unknown> {
  return { row: await rowOf(id), events: await eventsOf(id), entries: await entriesOf(id), jobs: await jobsOf(id) };
}

describe("changing a room", () => {
  test("what is named changes, the rest stays; members, the log and the call are told once", async () => {
    const [ada, grace] = await Promise.all([createActor({ name: "Ada" }), createActor()]);
    const { id } = await createRoomWith([[ada, "administrator"], [grace, "owner"]], { configuration: { chat: false } });
    const before = await rowOf(id);
    const answer = await changeRoom(ada, id, { name: "New name", access_level: "restricted", configuration: { camera: "hosts", lobby: true } });
    expect(answer).toMatchObject({ id, name: "New name", slug: before.slug, version: 1, access_level: "restricted", listed: false, configuration: { camera: "hosts", lobby: true, chat: false, microphone: "everyone" }, abilities: { change: true } });
    expect(await rowOf(id)).toMatchObject({ name: "New name", accessLevel: "restricted", configuration: { chat: false, camera: "hosts", lobby: true } });
    expect(await eventsOf(id)).toMatchObject([{
      version: 1, type: "room_updated",
      body: { room: { id, name: "New name", version: 1 }, user: { id: ada.userId, username: "Ada" }, access_level: "restricted", listed: false, configuration: { camera: "hosts" }, name_before: before.name },
    }]);
    expect((await entriesOf(id)).map(({ action, details }) => ({ action, details }))).toEqual([{
      action: "room.updated",
      details: { name: { from: before.name, to: "New name" }, accessLevel: { from: "public", to: "restricted" }, camera: { from: "everyone", to: "hosts" }, lobby: { from: false, to: true } },
    }]);
    expect(await jobsOf(id)).toHaveLength(1);
  });

  test("what is as wished already is no change: no version, no entry, no job", async () => {
    const ada = await createActor();
    const { id, name } = await createRoomWith([[ada, "owner"]]);
    const before = await traceOf(id);
    for (const input of [{}, { name }, { configuration: { chat: true } }, { configuration: {} }, { listed: false, access_level: "public" as const }]) expect((await changeRoom(ada, id, input)).version).toBe(0);
    expect(await traceOf(id)).toEqual(before);
  });

  test("a member, a stranger and a name, address or listing that is taken are refused, and nothing is written", async () => {
    const [ada, member, stranger] = await Promise.all([createActor(), createActor(), createActor()]);
    const taken = await createRoomWith([[ada, "owner"]], { listed: true });
    const { id } = await createRoomWith([[ada, "owner"], [member, "member"]]);
    const before = await traceOf(id);
    await expect(changeRoom(member, id, { name: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRoom(stranger, id, { name: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(changeRoom(ada, id, { slug: taken.slug })).rejects.toMatchObject({ code: "conflict", fields: { slug: ["This address is taken."] } });
    await expect(changeRoom(ada, id, { name: taken.name.toUpperCase(), listed: true })).rejects.toMatchObject({ code: "conflict", fields: { name: ["A listed room has this name already."] } });
    expect(await traceOf(id)).toEqual(before);
    expect(await changeRoom(ada, id, { name: taken.name.toUpperCase() })).toMatchObject({ listed: false });
    await expect(changeRoom(ada, id, { listed: true })).rejects.toMatchObject({ code: "conflict", fields: { name: [expect.any(String)] } });
  });

  test("the address stays while a call runs, and may change after it", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    await db().insert(call).values({ roomId: id, livekitSid: "RM_1" });
    await expect(changeRoom(ada, id, { slug: `moved-room-${id}` })).rejects.toMatchObject({ code: "conflict", fields: { slug: ["The address cannot change during a call."] } });
    expect(await changeRoom(ada, id, { name: "During" })).toMatchObject({ name: "During" });
    await db().update(call).set({ endedAt: new Date() }).where(eq(call.roomId, id));
    expect(await changeRoom(ada, id, { slug: `moved-room-${id}` })).toMatchObject({ slug: `moved-room-${id}` });
  });

  test("encryption stays as it is while a call runs, and the rest of the wish with it", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    expect((await changeRoom(ada, id, { configuration: { encryption: true } })).configuration.encryption).toBe(true);
    await db().insert(call).values({ roomId: id, livekitSid: "RM_2" });
    await expect(changeRoom(ada, id, { name: "Open", configuration: { encryption: false } })).rejects.toMatchObject({ code: "conflict", fields: { "configuration.encryption": ["Encryption cannot change during a call."] } });
    const kept = await changeRoom(ada, id, { configuration: { lobby: true } });
    expect([kept.name === "Open", kept.configuration.encryption, kept.configuration.lobby]).toEqual([false, true, true]);
    await db().update(call).set({ endedAt: new Date() }).where(eq(call.roomId, id));
    expect((await changeRoom(ada, id, { configuration: { encryption: false } })).configuration.encryption).toBe(false);
  });

  test("a moderator who is no member changes a room without seeing what is written in it", async () => {
    const [ada, moderator] = await Promise.all([createActor(), createActor({ role: "moderator" })]);
    const { id } = await createRoomWith([[ada, "owner"]], { accessLevel: "restricted" });
    await sendMessage(ada, id, { content: "secret plans" });
    const answer = await changeRoom(moderator, id, { name: "Renamed" });
    expect(answer).toMatchObject({ name: "Renamed", last_message: null, abilities: { change: true, send_messages: false, leave: false } });
    expect((await changeRoom(ada, id, { name: "Back" })).last_message).toMatchObject({ content: "secret plans" });
  });

  test("changes at the same time come one after the other: none is lost, versions have no gap", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]]);
    const wishes: ChangeRoomInput[] = [{ configuration: { camera: "hosts" } }, { configuration: { screen: "hosts" } }, { configuration: { lobby: true } }, { name: "At once" }];
    await Promise.all(wishes.map((wish) => changeRoom(ada, id, wish)));
    expect(await rowOf(id)).toMatchObject({ name: "At once", version: 4, configuration: { camera: "hosts", screen: "hosts", lobby: true } });
    expect((await eventsOf(id)).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  test("a deleted room is unknown to everyone", async () => {
    const ada = await createActor();
    const { id } = await createRoomWith([[ada, "owner"]], { deletedAt: new Date() });
    await expect(changeRoom(ada, id, { name: "x" })).rejects.toMatchObject({ code: "not_found" });
  });
});
