import { describe, expect, it } from "vitest";
import { commandOf, defaultKeys, isTalkPress, rebind } from "@/components/call/call-keys";

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
});
