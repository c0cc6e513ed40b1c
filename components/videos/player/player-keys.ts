import type { KeyTarget as PageKeyTarget } from "@/components/ui/key-target";

/** What a key asks the player to do. Seconds and fractions are steps, `toFraction` is a place. */
export type PlayerCommand =
  | { kind: "toggle_play" }
  | { kind: "toggle_mute" }
  | { kind: "toggle_full_screen" }
  | { kind: "toggle_picture_in_picture" }
  | { kind: "seek_by"; seconds: number }
  | { kind: "seek_to"; fraction: number }
  | { kind: "volume_by"; fraction: number }
  | { kind: "speed_by"; steps: number }
  | { kind: "toggle_captions" }
  | { kind: "chapter_by"; step: 1 | -1 }
  | { kind: "next_video" }
  | { kind: "show_keys" };

export type KeyPress = { key: string; shiftKey?: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** Where the focus is: in what takes text or has its own keys, on a control that Space presses, on the time bar, or elsewhere. */
export type KeyTarget = PageKeyTarget | "bar";

const commands: Record<string, PlayerCommand> = {
  k: { kind: "toggle_play" },
  " ": { kind: "toggle_play" },
  m: { kind: "toggle_mute" },
  f: { kind: "toggle_full_screen" },
  i: { kind: "toggle_picture_in_picture" },
  j: { kind: "seek_by", seconds: -10 },
  l: { kind: "seek_by", seconds: 10 },
  arrowleft: { kind: "seek_by", seconds: -5 },
  arrowright: { kind: "seek_by", seconds: 5 },
  arrowup: { kind: "volume_by", fraction: 0.1 },
  arrowdown: { kind: "volume_by", fraction: -0.1 },
  home: { kind: "seek_to", fraction: 0 },
  end: { kind: "seek_to", fraction: 1 },
  "<": { kind: "speed_by", steps: -1 },
  ">": { kind: "speed_by", steps: 1 },
  c: { kind: "toggle_captions" },
  n: { kind: "chapter_by", step: 1 },
  p: { kind: "chapter_by", step: -1 },
  "?": { kind: "show_keys" },
};

/** The command of a key press, or null when the key is not the player's to take. */
export function commandOf(press: KeyPress, target: KeyTarget): PlayerCommand | null {
  if (press.ctrlKey || press.metaKey || press.altKey || target === "text") return null;
  // Space presses the focused button; taking it as well would do two things at once.
  if (press.key === " " && target === "control") return null;
  if (/^[0-9]$/.test(press.key)) return { kind: "seek_to", fraction: Number(press.key) / 10 };
  const key = press.key.toLowerCase();
  if (press.shiftKey && key === "n") return { kind: "next_video" };
  // A page scrolls with these; they are the player's only on its own bar.
  if ((key === "home" || key === "end") && target !== "bar") return null;
  return commands[key] ?? null;
}
