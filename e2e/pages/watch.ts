import { expect, type Locator, type Page } from "@playwright/test";

/** Where a video stands, and when that was read, both in seconds; all browsers of a test have one clock. */
type Place = { seconds: number; atSeconds: number; isMoving: boolean };

/** The video that a call watches, in one person's browser. */
export class WatchView {
  readonly frame: Locator;
  readonly video: Locator;

  constructor(
    readonly page: Page,
    title: string,
  ) {
    this.frame = page.getByRole("region", { name: `Video for everyone: ${title}` });
    this.video = this.frame.locator("video");
  }

  async place(): Promise<Place> {
    return this.video.evaluate((element) => {
      const video = element as HTMLVideoElement;
      return { seconds: video.currentTime, atSeconds: Date.now() / 1000, isMoving: !video.paused && !video.seeking && video.readyState >= 3 };
    });
  }

  /** Goes to a place as a person does who drags the bar. */
  async seek(seconds: number): Promise<void> {
    await this.frame.getByRole("slider", { name: "Position" }).fill(String(seconds));
  }
}

/** Waits until all of them play and are at most half a second apart, from `least` seconds on. */
export async function expectTogether(views: readonly WatchView[], least: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const places = await Promise.all(views.map((view) => view.place()));
        const starts = places.map(({ seconds, atSeconds }) => seconds - atSeconds);
        const apart = Math.max(...starts) - Math.min(...starts);
        return places.every(({ isMoving, seconds }) => isMoving && seconds >= least) && apart <= 0.5 ? "together" : JSON.stringify({ apart, places });
      },
      { message: "everyone is at the same place", timeout: 60_000 },
    )
    .toBe("together");
}

/** Waits until all of them stand at the same picture. @returns where, in seconds */
export async function expectStanding(views: readonly WatchView[]): Promise<number> {
  let at = 0;
  await expect
    .poll(
      async () => {
        const places = await Promise.all(views.map((view) => view.place()));
        const seconds = places.map((place) => place.seconds);
        at = seconds[0] ?? 0;
        return places.every(({ isMoving }) => !isMoving) && Math.max(...seconds) - Math.min(...seconds) <= 0.5 ? "standing" : JSON.stringify(places);
      },
      { message: "everyone stands at the same place", timeout: 60_000 },
    )
    .toBe("standing");
  return at;
}
