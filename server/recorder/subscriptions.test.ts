import { expect, test } from "vitest";
import { Subscriptions } from "@/server/recorder/subscriptions";

test("what has not come is asked for again, less and less often, until it is there or not wanted", () => {
  const asked: boolean[] = [];
  const publication = { subscribed: false, setSubscribed: (isSubscribed: boolean) => void asked.push(isSubscribed) };
  const subscriptions = new Subscriptions();
  subscriptions.add("V1", publication);
  subscriptions.repeat(10_000);
  for (const wanted of [true, true]) subscriptions.want("V1", wanted, 0);
  expect(asked).toEqual([true]);
  const repeats = (from: number, to: number) => {
    asked.length = 0;
    for (let now = from; now <= to; now += 1_000) subscriptions.repeat(now);
    return asked.length / 2;
  };
  expect([repeats(1_000, 2_000), repeats(3_000, 3_000), repeats(4_000, 8_000), repeats(9_000, 9_000)]).toEqual([0, 1, 0, 1]);
  expect(asked).toEqual([false, true]);
  publication.subscribed = true;
  expect(repeats(10_000, 100_000)).toBe(0);
  publication.subscribed = false;
  subscriptions.want("V1", false, 0);
  expect([repeats(100_000, 200_000), asked]).toEqual([0, []]);
  subscriptions.remove("V1");
  subscriptions.want("V1", true, 0);
  expect(asked).toEqual([]);
});
