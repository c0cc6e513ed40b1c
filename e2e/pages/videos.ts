import { expect, type Locator, type Page } from "@playwright/test";

/** The page where videos are uploaded and administered. */
export class VideosAdmin {
  readonly table: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole("table", { name: "Videos" });
  }

  static async open(page: Page): Promise<VideosAdmin> {
    await page.goto("/admin/videos");
    await expect(page.getByRole("heading", { level: 1, name: "Videos" })).toBeVisible();
    return new VideosAdmin(page);
  }

  /** Chooses files as a person does, with the button. */
  async choose(...files: string[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: "Choose files" }).click();
    await (await chooser).setFiles(files);
  }

  rowOf(title: string): Locator {
    return this.table.getByRole("row").filter({ hasText: title });
  }

  /** An upload that is on its way. */
  uploadOf(title: string): Locator {
    return this.page.getByRole("region", { name: "Upload" }).getByRole("listitem").filter({ hasText: title });
  }
}

export type Playing = { time: number; frames: number; soundBytes: number; lines: number };

/** The player of one video. */
export class PlayerView {
  readonly frame: Locator;
  readonly video: Locator;

  constructor(readonly page: Page, title: string) {
    this.frame = page.getByRole("region", { name: `Player: ${title}` });
    this.video = this.frame.locator("video");
  }

  /** What was really shown and decoded so far, as the browser counts it. */
  async read(): Promise<Playing> {
    return this.video.evaluate((element) => {
      const video = element as HTMLVideoElement & { webkitAudioDecodedByteCount?: number };
      return { time: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames, soundBytes: video.webkitAudioDecodedByteCount ?? 0, lines: video.videoHeight };
    });
  }

  /** Whether everything from the start to the end is in the browser's buffer. */
  async isWhollyLoaded(): Promise<boolean> {
    return this.video.evaluate((element) => {
      const { buffered, duration } = element as HTMLVideoElement;
      return buffered.length === 1 && buffered.start(0) < 0.5 && buffered.end(0) > duration - 0.5;
    });
  }

  /** Waits until time, pictures and sound have all moved on. */
  async expectPlaying(): Promise<void> {
    const before = await this.read();
    await expect
      .poll(async () => {
        const now = await this.read();
        return now.time > before.time + 0.5 && now.frames > before.frames && now.soundBytes > before.soundBytes;
      }, { message: "time, pictures and sound move on", timeout: 30_000 })
      .toBe(true);
  }

  /**
   * Holds back the pieces of the video from this one on (from 0), so that a test decides when the next is asked for.
   * @returns what lets them go
   */
  async holdPieces(from: number): Promise<() => void> {
    let release = () => {};
    const free = new Promise<void>((resolve) => (release = resolve));
    await this.page.route(/\/segment_g\d+_\d+\.ts/, async (route) => {
      if (Number(/_(\d+)\.ts/.exec(route.request().url())?.[1]) >= from) await free;
      // The player may have given this one up meanwhile.
      await route.continue().catch(() => undefined);
    });
    return release;
  }

  /** Opens its page (or another that has the player) and has it play, whether or not the browser has begun by itself. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await expect(this.frame.getByRole("group", { name: "Player controls" })).toBeVisible();
    // The player may just be loading, which interrupts a beginning, or leaves its promise without an answer.
    const begin = (element: HTMLVideoElement) => {
      void element.play().catch(() => undefined);
      return !element.paused && element.readyState >= element.HAVE_FUTURE_DATA;
    };
    await expect.poll(() => this.video.evaluate(begin)).toBe(true);
  }

  async chooseQuality(name: string): Promise<void> {
    await this.frame.getByRole("button", { name: "Quality, speed and captions" }).click();
    await this.frame.getByText(name, { exact: true }).click();
    await this.page.keyboard.press("Escape");
  }

  /** The player has stopped, says why and where to sign in. */
  async expectSignedOut(videoId: number): Promise<void> {
    await expect(this.frame.getByText("Your session has ended")).toBeVisible({ timeout: 30_000 });
    await expect(this.frame.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", `/login?next=${encodeURIComponent(`/videos/${videoId}`)}`);
    expect(await this.video.evaluate((element) => (element as HTMLVideoElement).paused)).toBe(true);
  }
}
