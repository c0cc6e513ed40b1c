import { backgrounds, savings, type EffectChoices } from "@/components/call/effects/kinds";

/** Pictures of others as large as they are shown, small ones, or none but shared screens. */
export const receivings = ["full", "small", "none"] as const;
export type Receiving = (typeof receivings)[number];
/** How large one's own camera is sent. */
export const sendings = ["high", "medium", "low"] as const;
export type Sending = (typeof sendings)[number];
/** What goes over the line. */
export type Traffic = { receive: Receiving; send: Sending };

/** What a person chose before: whether microphone and camera are on, which devices, how much goes over the line, effects, and the name of one without an account. Kept in this browser. */
export type Choices = { microphone: boolean; camera: boolean; microphoneId?: string; cameraId?: string; speakerId?: string; name?: string } & Partial<Traffic> & Partial<EffectChoices>;

const storageKey = "atrium.call.devices";
const none: Choices = { microphone: false, camera: false };

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What was chosen since the page was loaded: it holds also where storage is closed to us, so that nobody shows what they had hidden. */
let chosen: Partial<Choices> = {};

function readKept(): Choices {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
    return {
      microphone: kept.microphone === true,
      camera: kept.camera === true,
      microphoneId: textOf(kept.microphoneId),
      cameraId: textOf(kept.cameraId),
      speakerId: textOf(kept.speakerId),
      receive: receivings.find((each) => each === kept.receive),
      send: sendings.find((each) => each === kept.send),
      name: textOf(kept.name),
      background: backgrounds.find((each) => each === kept.background),
      noise: kept.noise === true,
      saving: savings.find((each) => each === kept.saving),
    };
  } catch {
    return none;
  }
}

/** The remembered choices; nothing is on where nothing is remembered. */
export function readChoices(): Choices {
  return { ...readKept(), ...chosen };
}

/** Remembers a part of the choices. */
export function rememberChoices(part: Partial<Choices>): void {
  chosen = { ...chosen, ...part };
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...readKept(), ...part }));
  } catch {
    // Storage is closed or full: the choice holds for this visit.
  }
}

/** How much goes over the line where nobody chose less: all of it. */
export function trafficOf({ receive = "full", send = "high" }: Choices): Traffic {
  return { receive, send };
}
