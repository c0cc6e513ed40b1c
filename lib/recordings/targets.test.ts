import { expect, test } from "vitest";
import { startStreamInput } from "@/lib/recordings/contract";
import { reasonOf, shownAddress } from "@/lib/recordings/targets";

test("of an address its service is shown, never a key, wherever it stands", () => {
  const given = [{ url: "rtmp://live.example/app", key: "secret" }, { url: "rtmp://live.example/secret" }, { url: "rtmps://live.example:443/app/secret" }, { url: "rtmp://me:secret@live.example/app/secret?auth=secret" }, { url: "rtmp://live.example" }];
  expect(given.map(shownAddress)).toEqual(["rtmp://live.example/app", "rtmp://live.example/", "rtmps://live.example:443/app", "rtmp://live.example/app", "rtmp://live.example/"]);
});

test.each([
  ["an address of the web", { url: "https://live.example/app" }],
  ["a file", { url: "file:///etc/passwd" }],
  ["no address at all", { url: "Y*" }],
  ["no host", { url: "rtmp:///app" }],
  ["a space, behind which options could stand", { url: "rtmp://live.example/app live=1" }],
  ["a key of two lines", { url: "rtmp://live.example/app", key: "a\nb" }],
  ["a key that nobody knows", { url: "rtmp://live.example/app", password: "a" }],
])("a stream to %s is refused", (_, target) => {
  expect(startStreamInput.safeParse({ targets: [target] }).success).toBe(false);
});

test("it goes to three addresses at most", () => {
  const target = { url: "rtmps://live.example/app", key: "a-b?c=d" };
  expect([3, 4].map((count) => startStreamInput.safeParse({ targets: Array.from({ length: count }, () => target) }).success)).toEqual([true, false]);
});

test("why a target failed is told in words that name no address", () => {
  expect(["Connection refused", "Failed to resolve hostname x", "it does not take what is sent", "Broken pipe", ""].map(reasonOf)).toEqual(["unreachable", "unreachable", "slow", "lost", "lost"]);
});
