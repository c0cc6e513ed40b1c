/** Three soft tones upwards: long enough to find out where they come from. */
const tones = [523.25, 659.25, 783.99];
const stepSeconds = 0.35;

/** Whether this browser lets a page choose where its sound goes. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Plays a sound on this speaker, or on the usual one, and ends with it. Asks for no permission. @throws when the browser holds it back or the speaker is gone */
export async function playTestSound(speakerId?: string): Promise<void> {
  const context = new AudioContext();
  const player = new Audio();
  try {
    const target = context.createMediaStreamDestination();
    const start = context.currentTime + 0.05;
    for (const [index, hertz] of tones.entries()) {
      const [tone, volume, at] = [context.createOscillator(), context.createGain(), start + index * stepSeconds];
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.2, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
      tone.connect(volume).connect(target);
      tone.start(at);
      tone.stop(at + 0.65);
    }
    player.srcObject = target.stream;
    if (speakerId && canChooseSpeaker()) await player.setSinkId(speakerId);
    await player.play();
    await new Promise((resolve) => setTimeout(resolve, (tones.length * stepSeconds + 0.5) * 1000));
  } finally {
    player.pause();
    player.srcObject = null;
    await context.close();
  }
}
