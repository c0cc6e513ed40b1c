import { afterEach, describe, expect, it, vi } from "vitest";
import { commandOf, defaultKeys, isTalkPress, readKeys, rebind } from "@/components/call/call-keys";

const press = (key: string, more: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean; repeat: boolean }> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });

describe("the keys of a call", () => {
  it("do what the list says, in either case, also while a button has the focus", () => {
    expect([commandOf(press("m"), "elsewhere", defaultKeys), commandOf(press("M"), "control", defaultKeys), commandOf(press("?"), "elsewhere", defaultKeys)]).toEqual(["microphone", "microphone", "shortcuts"]);
  });

  it("leave fields, the browser's own shortcuts and held keys alone", () => {
    const presses = [commandOf(press("m"), "text", defaultKeys), commandOf(press("f", { ctrlKey: true }), "elsewhere", defaultKeys), commandOf(press("l", { metaKey: true }), "elsewhere", defaultKeys), commandOf(press("v", { repeat: true }), "elsewhere", defaultKeys)];
    expect(presses).toEqual([null, null, null, null]);
  });

  it("do nothing once they are switched off", () => {
    const off = { ...defaultKeys, isOn: false };
    expect([commandOf(press("m"), "elsewhere", off), isTalkPress(press(" "), "elsewhere", off)]).toEqual([null, false]);
  });

  it("speak while Space is held, except where Space presses a button or is typed", () => {
    expect(["elsewhere", "control", "text"].map((target) => isTalkPress(press(" "), target as "text", defaultKeys))).toEqual([true, false, false]);
  });

  it("can be given away: the command that had the key has none then", () => {
    const changed = rebind(defaultKeys, "camera", "M");
    expect([changed.keys.camera, changed.keys.microphone]).toEqual(["m", ""]);
    expect(commandOf(press("m"), "elsewhere", changed)).toBe("camera");
  });

  it.each([" ", "Tab", "Escape", "Enter", "ArrowLeft", "F5", "Dead", "Shift"])("never take %j, which a page needs itself", (key) => {
    expect(rebind(defaultKeys, "camera", key)).toEqual(defaultKeys);
  });

  it("can be taken away: an empty key is pressed by nobody", () => {
    const none = rebind(rebind(defaultKeys, "camera", ""), "screen", "");
    expect([none.keys.camera, none.keys.screen, commandOf(press("v"), "elsewhere", none)]).toEqual(["", "", null]);
  });

  describe("that were kept in this browser", () => {
    const kept = (keys: object) => vi.stubGlobal("localStorage", { getItem: () => JSON.stringify({ keys }) });
    afterEach(() => vi.unstubAllGlobals());

    it("win over the shipped ones of commands that came later: those have none then", () => {
      kept({ microphone: "n", camera: "v", hand: "t" });
      const { keys } = readKeys();
      expect([keys.microphone, keys.hand, keys.notes, keys.captions, keys.screen]).toEqual(["n", "t", "", "", "s"]);
    });

    it("win also where both were kept", () => {
      kept({ ...defaultKeys.keys, microphone: "n" });
      expect([readKeys().keys.microphone, readKeys().keys.notes]).toEqual(["n", ""]);
    });

    it("that were taken away are no shipped ones again", () => {
      kept({ microphone: "", notes: "m" });
      expect([readKeys().keys.microphone, readKeys().keys.notes]).toEqual(["", "m"]);
    });
  });
});
