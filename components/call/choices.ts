/** What a person chose before: whether microphone and camera are on, and which devices. Kept in this browser. */
export type Choices = { microphone: boolean; camera: boolean; microphoneId?: string; cameraId?: string; speakerId?: string };

const storageKey = "atrium.call.devices";
const none: Choices = { microphone: false, camera: false };

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The remembered choices; nothing is on where nothing is remembered, or where storage is closed to us. */
export function readChoices(): Choices {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
    return {
      microphone: kept.microphone === true,
      camera: kept.camera === true,
      microphoneId: textOf(kept.microphoneId),
      cameraId: textOf(kept.cameraId),
      speakerId: textOf(kept.speakerId),
    };
  } catch {
    return none;
  }
}

/** Remembers a part of the choices. */
export function rememberChoices(part: Partial<Choices>): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...readChoices(), ...part }));
  } catch {
    // Storage is closed or full: the choice holds for this visit.
  }
}
