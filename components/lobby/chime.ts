const storageKey = "atrium.sounds";
let context: AudioContext | undefined;

/** Whether this browser makes sounds of its own; kept in it. */
export function isSoundOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

/** Switches the sounds of this browser. */
export function switchSound(isOn: boolean): void {
  try {
    localStorage.setItem(storageKey, isOn ? "on" : "off");
  } catch {
    // Storage is closed: the switch holds for nothing longer than this click.
  }
}

/** Two soft tones, up by a fifth: somebody is at the door. Silent before the first click: browsers hold sounds back until then. */
export function chime(): void {
  if (!isSoundOn() || typeof AudioContext === "undefined" || navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => undefined);
  const start = context.currentTime;
  for (const [index, hertz] of [523.25, 783.99].entries()) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    const at = start + index * 0.16;
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.12, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.45);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }
}
