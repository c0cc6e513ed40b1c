import { expect, test } from "vitest";
import { People } from "@/server/recorder/people";

function roomOfThree(mode: "room_composite" | "active_speaker" = "room_composite"): People {
  const people = new People(mode);
  for (const [identity, name] of [["u1", "Ada"], ["u2", "Bo"], ["g3", "Cy"]] as const) people.put(identity, { name, isHandRaised: false });
  return people;
}
const looks = (people: People) => people.tiles().map(({ name, sid, isPictureOff, isMuted, isHandRaised }) => ({ name, sid, isPictureOff, isMuted, isHandRaised }));

test("a tile says what is known of its person: picture, microphone, hand and name", () => {
  const people = roomOfThree();
  people.putSight("u1", "camera", "V1", false);
  people.putVoice("u1", "A1", false);
  people.put("u2", { name: "Bob", isHandRaised: true });
  expect(looks(people)).toEqual([
    { name: "Ada", sid: "V1", isPictureOff: false, isMuted: false, isHandRaised: false },
    { name: "Bob", sid: null, isPictureOff: true, isMuted: true, isHandRaised: true },
    { name: "Cy", sid: null, isPictureOff: true, isMuted: true, isHandRaised: false },
  ]);
  people.mute("u1", "V1", true);
  people.mute("u1", "A1", true);
  expect(looks(people)[0]).toMatchObject({ sid: "V1", isPictureOff: true, isMuted: true });
  people.mute("u1", "V1", false);
  people.dropTrack("u1", "A1");
  expect(looks(people)[0]).toMatchObject({ isPictureOff: false, isMuted: true });
});

test("whoever leaves has no tile, and tracks and words of somebody unknown change nothing", () => {
  const people = roomOfThree();
  people.putSight("g3", "screen", "S3", false);
  expect(people.tiles()).toHaveLength(4);
  people.remove("g3");
  people.putSight("g3", "camera", "V3", false);
  people.mute("g3", "V3", true);
  expect([people.hear(["g3"]), people.tiles().map(({ name }) => name), people.count]).toEqual([false, ["Ada", "Bo"], 2]);
});

test("the loudest stays so while nobody speaks, and is large where that is wanted", () => {
  const people = roomOfThree("active_speaker");
  expect([people.hear(["u2", "u1"]), people.hear([]), people.hear(["u2"]), people.loudest]).toEqual([true, false, false, "u2"]);
  expect(people.tiles().map(({ name }) => name)).toEqual(["Bo", "Ada", "Cy"]);
  people.putSight("g3", "screen", "S3", false);
  expect(people.tiles()[0]).toMatchObject({ name: "Cy", sid: "S3", isMuted: false });
  people.remove("u2");
  expect(people.loudest).toBeNull();
});
