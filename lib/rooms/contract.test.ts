import { expect, test } from "vitest";
import { roomConfigurationSchema, roomSettings } from "@/lib/rooms/contract";

test("a room's own choices stand over the defaults; what is stored and not understood does not count", () => {
  const plain = roomSettings({});
  expect(plain).toMatchObject({ microphone: "everyone", start_muted: false, everyone_may_mute: false, lobby: false, chat: true, recording: "hosts", max_participants: 100 });
  expect(roomSettings({ chat: false, recording: "members", max_participants: 1, camera: "nobody", gravity: 0 })).toEqual({ ...plain, chat: false, recording: "members" });
});

test("unknown switches and values out of range are refused", () => {
  for (const wrong of [{ gravity: 0 }, { max_participants: 1 }, { max_participants: 501 }, { max_participants: 2.5 }, { camera: "nobody" }, { lobby: "yes" }, JSON.parse('{"__proto__": {"lobby": true}}') as object]) {
    expect(roomConfigurationSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
  expect(roomConfigurationSchema.parse({ max_participants: 500, lobby: true })).toEqual({ max_participants: 500, lobby: true });
});
