import type { KeyTarget } from "@/components/ui/key-target";

/** What a key does in a call, in the order of the list of shortcuts. */
export const callCommands = ["microphone", "camera", "screen", "hand", "chat", "people", "notes", "captions", "layout", "fullScreen", "shortcuts"] as const;
export type CallCommand = (typeof callCommands)[number];

/** The key of each command in lower case; empty for none. `isOn` false: no key does anything, for those who steer by speech. */
export type CallKeys = { isOn: boolean; keys: Record<CallCommand, string> };
export type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "repeat">;

export const defaultKeys: CallKeys = {
  isOn: true,
  keys: { microphone: "m", camera: "v", screen: "s", hand: "h", chat: "c", people: "p", notes: "n", captions: "t", layout: "l", fullScreen: "f", shortcuts: "?" },
};

/** While it is held the microphone is on. It cannot be given to a command. */
export const talkKey = " ";
/** Keys by which one moves on a page, and those that only change others. */
const reserved = new Set([talkKey, "tab", "enter", "escape", "shift", "control", "alt", "meta", "altgraph", "capslock", "backspace", "arrowup", "arrowdown", "arrowleft", "arrowright", "home", "end", "pageup", "pagedown", "dead", "process", "unidentified"]);

const isPlain = ({ ctrlKey, metaKey, altKey }: KeyPress) => !ctrlKey && !metaKey && !altKey;

/** What a press asks for; null where it belongs to the browser, to a field, or to nothing. */
export function commandOf(press: KeyPress, target: KeyTarget, { isOn, keys }: CallKeys): CallCommand | null {
  if (!isOn || target === "text" || press.repeat || !isPlain(press)) return null;
  const key = press.key.toLowerCase();
  return callCommands.find((command) => keys[command] === key) ?? null;
}

/** Whether a press starts speaking for as long as it is held. A focused button keeps Space for itself. */
export function isTalkPress(press: KeyPress, target: KeyTarget, { isOn }: CallKeys): boolean {
  return isOn && target === "elsewhere" && press.key === talkKey && isPlain(press);
}

/** Gives a key to a command and takes it from another; the same keys where it can be nobody's. An empty key is none. */
export function rebind(keys: CallKeys, command: CallCommand, key: string): CallKeys {
  const wanted = key.toLowerCase();
  if (reserved.has(wanted) || /^f\d+$/.test(wanted)) return keys;
  const freed = Object.fromEntries(callCommands.map((each) => [each, wanted !== "" && keys.keys[each] === wanted ? "" : keys.keys[each]])) as CallKeys["keys"];
  return { ...keys, keys: { ...freed, [command]: wanted } };
}

const storageKey = "atrium.call.keys";

/** The keys that were chosen in this browser, each one as it was shipped where nothing fitting is kept. A command that came later has no key where its own was given to another one before. */
export function readKeys(): CallKeys {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as { isOn?: unknown; keys?: Record<string, unknown> };
    const chosen = (command: CallCommand) => (typeof kept.keys?.[command] === "string" ? kept.keys[command] : null);
    const isGivenAway = (command: CallCommand, key: string) => key === defaultKeys.keys[command] && callCommands.some((other) => other !== command && chosen(other) === key);
    const keyOf = (command: CallCommand) => {
      const key = chosen(command) ?? defaultKeys.keys[command];
      return isGivenAway(command, key) ? "" : key;
    };
    return { isOn: kept.isOn !== false, keys: Object.fromEntries(callCommands.map((command) => [command, keyOf(command)])) as CallKeys["keys"] };
  } catch {
    return defaultKeys;
  }
}

/** Keeps the keys in this browser; where storage is closed they hold for this visit. @returns whether they were kept */
export function keepKeys(keys: CallKeys): boolean {
  try {
    localStorage.setItem(storageKey, JSON.stringify(keys));
    return true;
  } catch {
    return false;
  }
}
