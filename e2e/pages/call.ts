import { expect, type CDPSession, type Locator, type Page } from "@playwright/test";

export type MediaStats = { framesDecoded: number; audioEnergy: number };

/**
 * Counts what really arrives. Every peer connection that the page makes is noted by the test itself; the product has no
 * such hook.
 */
async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    Object.assign(window, { connectionsOfTest: connections });
  });
}

/**
 * Has the camera send a small picture, as a person with a weak line chooses. What tests ask is whether it arrives; to draw
 * up three large ones a camera is what most of a test machine's time goes to.
 */
async function sendSmall(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // What the browser itself shows in between has no storage.
    if (!location.protocol.startsWith("http")) return;
    const key = "atrium.call.devices";
    localStorage.setItem(key, JSON.stringify({ send: "low", ...JSON.parse(localStorage.getItem(key) ?? "{}") }));
  });
}

/** A room's call, as one person's browser has it. */
export class CallView {
  readonly join: Locator;
  readonly leave: Locator;
  readonly tiles: Locator;
  #network: CDPSession | undefined;

  private constructor(readonly page: Page) {
    this.join = page.getByRole("button", { name: "Join", exact: true });
    this.leave = page.getByRole("button", { name: "Leave", exact: true });
    this.tiles = page.getByRole("list", { name: "People in the call" }).getByRole("listitem");
  }

  /** Opens the door of a room's call. `isFull`: the camera sends what it sends where nobody chose anything. */
  static async open(page: Page, slug: string, { isFull = false } = {}): Promise<CallView> {
    await watchConnections(page);
    if (!isFull) await sendSmall(page);
    const view = new CallView(page);
    await page.goto(`/r/${slug}/call`);
    await expect(view.join).toBeVisible();
    return view;
  }

  /** Turns microphone and camera on at the door and goes in. */
  async enter({ microphone = true, camera = true } = {}): Promise<void> {
    if (microphone) await this.turnOn("microphone");
    if (camera) {
      await this.turnOn("camera");
      await expect(this.page.getByLabel("Your picture")).toBeVisible();
    }
    await this.join.click();
    await expect(this.leave).toBeVisible();
  }

  /** Shares a small drawing in place of the screen: to take the real one leaves a test machine no time for anything else. */
  async shareDrawing(): Promise<void> {
    await this.page.evaluate(() => {
      navigator.mediaDevices.getDisplayMedia = async () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
        const paint = canvas.getContext("2d")!;
        let turn = 0;
        setInterval(() => {
          paint.fillStyle = `hsl(${(turn += 40)} 60% 50%)`;
          paint.fillRect(0, 0, canvas.width, canvas.height);
        }, 250);
        return canvas.captureStream(4);
      };
    });
    await this.page.getByRole("button", { name: "Share your screen" }).click();
  }

  /** Goes. A host who is not alone is asked whether the call ends. */
  async go(): Promise<void> {
    await this.leave.click();
    const alone = this.page.getByRole("menuitem", { name: "Leave", exact: true });
    await expect(alone.or(this.page.locator("body:not(:has(.stage))"))).toBeVisible();
    if (await alone.isVisible()) await alone.click();
  }

  async turnOn(device: "microphone" | "camera"): Promise<void> {
    await this.page.getByRole("button", { name: `Turn on ${device}` }).click();
    await expect(this.page.getByRole("button", { name: `Turn off ${device}` })).toBeVisible();
  }

  tileOf(identity: string, source: "camera" | "screen_share" = "camera"): Locator {
    return this.page.locator(`li[data-identity="${identity}"][data-source="${source}"]`);
  }

  /**
   * How this person's line is from now on, by the browser's own emulation: which share of the packets of pictures and sound
   * is lost, in percent. To be called before the call is entered too, with 0: connections that are there are not taken in.
   */
  async losePackets(percent: number): Promise<void> {
    this.#network ??= await this.page.context().newCDPSession(this.page);
    await this.#network.send("Network.enable");
    await this.#network.send("Network.emulateNetworkConditions", { offline: false, latency: 1, downloadThroughput: -1, uploadThroughput: -1, packetLoss: percent });
  }

  /** Sums over all that comes in now: decoded pictures and sound that is no silence. */
  async received(): Promise<MediaStats> {
    return this.page.evaluate(async () => {
      const sum = { framesDecoded: 0, audioEnergy: 0 };
      for (const connection of (window as unknown as { connectionsOfTest: RTCPeerConnection[] }).connectionsOfTest) {
        for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
          if (report.type !== "inbound-rtp") continue;
          sum.framesDecoded += Number(report.framesDecoded ?? 0);
          sum.audioEnergy += Number(report.totalAudioEnergy ?? 0);
        }
      }
      return sum;
    });
  }

  /** Waits until at least `frames` further pictures were decoded. */
  async expectMovingVideo(frames = 20): Promise<void> {
    const { framesDecoded: before } = await this.received();
    await expect.poll(async () => (await this.received()).framesDecoded - before, { message: "decoded pictures", timeout: 30_000 }).toBeGreaterThan(frames);
  }

  /** How many people's pictures come over the line now: streams of which further pictures are decoded within two seconds. */
  async movingPictures(): Promise<number> {
    return this.page.evaluate(async () => {
      const decoded = async () => {
        const counts = new Map<string, number>();
        for (const [index, connection] of (window as unknown as { connectionsOfTest: RTCPeerConnection[] }).connectionsOfTest.entries()) {
          for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) if (report.type === "inbound-rtp" && report.kind === "video") counts.set(`${index} ${String(report.id)}`, Number(report.framesDecoded ?? 0));
        }
        return counts;
      };
      const before = await decoded();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return [...(await decoded())].filter(([id, count]) => count > (before.get(id) ?? 0)).length;
    });
  }

  /** Waits until no picture is decoded any more: none for a whole second, as the browser counts them. */
  async expectStill(): Promise<void> {
    await expect
      .poll(
        async () => {
          const { framesDecoded: before } = await this.received();
          await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
          return (await this.received()).framesDecoded - before;
        },
        { message: "decoded pictures in a second", timeout: 30_000 },
      )
      .toBe(0);
  }

  /** Waits until the sound that comes in has gained energy. */
  async expectSound(): Promise<void> {
    const { audioEnergy: before } = await this.received();
    await expect.poll(async () => (await this.received()).audioEnergy - before, { message: "sound energy", timeout: 30_000 }).toBeGreaterThan(0.0001);
  }

  /** The person's picture is shown and grows older: its time advances. */
  async expectShown(identity: string, source: "camera" | "screen_share" = "camera"): Promise<void> {
    const video = this.tileOf(identity, source).locator("video");
    await expect.poll(() => video.evaluate((element) => (element as HTMLVideoElement).videoWidth), { timeout: 30_000 }).toBeGreaterThan(0);
    const timeOf = () => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
    const before = await timeOf();
    await expect.poll(timeOf, { message: `the picture of ${identity} moves`, timeout: 30_000 }).toBeGreaterThan(before);
  }
}
