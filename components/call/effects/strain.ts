/** How long a look at the machine lasts; a hiccup is over sooner. */
const windowMs = 3000;
/** So many bad looks in a row are no accident. */
const badWindows = 3;
/** At 15 pictures a second this is more than two thirds of the page's time: voices begin to break up. */
const slowFrameMs = 45;
/** Fewer pictures than this are no movement any more. */
const fewestPerSecond = 6;

/** Tells from how long each picture took whether the machine is too slow for an effect. Times in milliseconds of any one clock. */
export function createStrain(): (frameMs: number, atMs: number) => boolean {
  let startedAt: number | null = null;
  let spentMs = 0;
  let count = 0;
  let bad = 0;
  return (frameMs, atMs) => {
    startedAt ??= atMs - frameMs;
    spentMs += frameMs;
    count += 1;
    const lastedMs = atMs - startedAt;
    if (lastedMs < windowMs) return false;
    // A page that nobody sees gets few pictures, quickly made: that is no strain.
    const isSlow = spentMs / count > slowFrameMs || (count / (lastedMs / 1000) < fewestPerSecond && spentMs > lastedMs / 2);
    bad = isSlow ? bad + 1 : 0;
    startedAt = atMs;
    spentMs = 0;
    count = 0;
    if (bad < badWindows) return false;
    bad = 0;
    return true;
  };
}
