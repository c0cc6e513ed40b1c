import { describe, expect, it } from "vitest";
import { commandOf, type KeyTarget } from "@/components/videos/player/player-keys";

const press = (key: string, more: Partial<{ shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("the player's keys", () => {
  it.each([
    [" ", { kind: "toggle_play" }],
    ["k", { kind: "toggle_play" }],
    ["K", { kind: "toggle_play" }],
    ["j", { kind: "seek_by", seconds: -10 }],
    ["l", { kind: "seek_by", seconds: 10 }],
    ["ArrowLeft", { kind: "seek_by", seconds: -5 }],
    ["ArrowRight", { kind: "seek_by", seconds: 5 }],
    ["ArrowUp", { kind: "volume_by", fraction: 0.1 }],
    ["ArrowDown", { kind: "volume_by", fraction: -0.1 }],
    ["m", { kind: "toggle_mute" }],
    ["f", { kind: "toggle_full_screen" }],
    ["i", { kind: "toggle_picture_in_picture" }],
    ["0", { kind: "seek_to", fraction: 0 }],
    ["7", { kind: "seek_to", fraction: 0.7 }],
    [">", { kind: "speed_by", steps: 1 }],
    ["c", { kind: "toggle_captions" }],
    ["n", { kind: "chapter_by", step: 1 }],
    ["p", { kind: "chapter_by", step: -1 }],
    ["?", { kind: "show_keys" }],
  ])("do with %j: %j", (key, command) => {
    expect(commandOf(press(key), "elsewhere")).toEqual(command);
  });

  it("lead on to the next video with Shift and N, whatever the capitals lock says", () => {
    expect([press("N", { shiftKey: true }), press("n", { shiftKey: true }), press("N")].map((each) => commandOf(each, "elsewhere"))).toEqual([{ kind: "next_video" }, { kind: "next_video" }, { kind: "chapter_by", step: 1 }]);
  });

  it.each(["Tab", "Enter", "Escape", "a", "F5"])("leave %s alone", (key) => {
    expect(commandOf(press(key), "elsewhere")).toBeNull();
  });

  it("leave the browser its own shortcuts", () => {
    expect([press("f", { ctrlKey: true }), press("l", { metaKey: true }), press("ArrowLeft", { altKey: true })].map((each) => commandOf(each, "elsewhere"))).toEqual([null, null, null]);
  });

  it("leave everything to a field that is typed into", () => {
    expect(["k", " ", "ArrowLeft", "5"].map((key) => commandOf(press(key), "text"))).toEqual([null, null, null, null]);
  });

  it("let Space press the focused button, and keep the others", () => {
    expect(commandOf(press(" "), "control")).toBeNull();
    expect(commandOf(press("k"), "control")).toEqual({ kind: "toggle_play" });
  });

  it("take Home and End only on the time bar", () => {
    const at = (target: KeyTarget) => commandOf(press("End"), target);
    expect([at("bar"), at("elsewhere"), at("control")]).toEqual([{ kind: "seek_to", fraction: 1 }, null, null]);
  });
});
