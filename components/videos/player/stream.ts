import type Hls from "hls.js";
import type { ErrorData } from "hls.js";
import type { Renewal } from "@/components/realtime/renew-session";

/** What keeps a stream from playing. Only `reconnecting` goes away by itself. */
export type StreamProblem = "signed_out" | "gone" | "reconnecting" | "unsupported" | "broken";

/** A quality that can be chosen; `name` as in `720p`. */
export type StreamLevel = { index: number; name: string };

export type StreamState = {
  /** Best first; empty where the browser chooses alone. */
  levels: StreamLevel[];
  /** What is on the screen now; null before that is known. */
  playing: number | null;
  /** What was chosen; null when the player chooses. */
  chosen: number | null;
  problem: StreamProblem | null;
};

export interface Stream {
  /** @param index of a level, or null to let the player choose */
  choose(index: number | null): void;
  retry(): void;
  /** After `signed_out`: it may be watched again. Goes on where it stopped, and plays if it did. */
  resume(): void;
  /** The right to watch is gone: stops at once, whatever is buffered. */
  end(): void;
  destroy(): void;
}

type Attachment = {
  video: HTMLVideoElement;
  url: string;
  /** Where to begin, in seconds. */
  startAt: number;
  report: (changes: Partial<StreamState>) => void;
  /** Asks for a fresh session; null for those who have none, who came by a link. */
  renew: (() => Promise<Renewal>) | null;
};

const longestWaitMs = 15_000;
/** A second failure of the decoder this soon after it was mended will not be mended by a third try. */
const mendAgainMs = 5_000;

/** The name of the folder in which a level lives; else its shorter side. */
export function levelName(url: string, width: number, height: number): string {
  return /\/(\d+p)\/[^/]*$/.exec(url)?.[1] ?? `${Math.min(width, height)}p`;
}

/** Plays `url` in `video`: through hls.js where it runs, else by the browser itself (some claim to and cannot, so hls.js comes first). */
export async function attachStream(attachment: Attachment, isWanted: () => boolean): Promise<Stream | null> {
  const { default: HlsClass } = await import("hls.js/light");
  if (!isWanted()) return null;
  if (HlsClass.isSupported()) return new HlsStream(attachment, HlsClass);
  if (attachment.video.canPlayType("application/vnd.apple.mpegurl") !== "") return new NativeStream(attachment);
  attachment.report({ problem: "unsupported" });
  return null;
}

class HlsStream implements Stream {
  private readonly hls: Hls;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private mendedAtMs = -Infinity;
  private isStopped = false;
  private wasPlaying = false;
  private isRenewing = false;
  /** Since the last piece that came: a fresh session that is refused as well is no session. */
  private hasRenewed = false;

  constructor(
    private readonly at: Attachment,
    HlsClass: typeof Hls,
  ) {
    const hls = new HlsClass({ startPosition: at.startAt > 0 ? at.startAt : -1, capLevelToPlayerSize: true, backBufferLength: 60, maxBufferLength: 30, liveSyncDurationCount: 4, maxLiveSyncPlaybackRate: 1.1 });
    this.hls = hls;
    const { Events, ErrorTypes } = HlsClass;
    hls.on(Events.MANIFEST_PARSED, () => {
      const levels = hls.levels.map((level, index) => ({ index, name: levelName(level.url[0] ?? "", level.width, level.height) }));
      at.report({ levels: levels.reverse() });
    });
    hls.on(Events.LEVEL_SWITCHED, (_event, data) => at.report({ playing: data.level }));
    hls.on(Events.FRAG_LOADED, () => this.recovered());
    hls.on(Events.ERROR, (_event, data) => {
      if (data.response?.code === 401) return void this.refused();
      if (data.type === ErrorTypes.NETWORK_ERROR) return this.networkFailed(data);
      if (data.fatal) this.mend(data.type === ErrorTypes.MEDIA_ERROR);
    });
    window.addEventListener("online", this.reconnect);
    hls.loadSource(at.url);
    hls.attachMedia(at.video);
  }

  choose(index: number | null): void {
    // The next segment has the new quality; what is buffered of the old one is thrown away, nothing stops.
    this.hls.nextLevel = index ?? -1;
    this.at.report({ chosen: index });
  }

  /** Asks for the playlist anew: what stopped it may have been made into another output meanwhile. */
  retry(): void {
    this.unstop();
    this.hls.config.startPosition = this.at.video.currentTime || this.at.startAt || -1;
    this.hls.loadSource(this.at.url);
    this.playIfItDid();
  }

  resume(): void {
    if (!this.isStopped) return;
    this.unstop();
    this.reconnect();
    this.playIfItDid();
  }

  end(): void {
    this.stop("signed_out");
  }

  destroy(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.reconnect);
    this.hls.destroy();
  }

  private recovered(): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.attempts = 0;
    this.hasRenewed = false;
    this.at.report({ problem: null });
  }

  /** No session, says the server: perhaps only its cookie has grown old. What is here already plays on meanwhile. */
  private async refused(): Promise<void> {
    if (this.isStopped || this.isRenewing) return;
    if (!this.at.renew || this.hasRenewed) return this.stop("signed_out");
    this.isRenewing = true;
    this.hls.stopLoad();
    const answer = await this.at.renew();
    this.isRenewing = false;
    if (this.isStopped) return;
    if (answer === "refused") return this.stop("signed_out");
    this.hasRenewed = answer === "renewed";
    if (this.hasRenewed) this.reconnect();
    else this.reconnectLater();
  }

  private unstop(): void {
    this.isStopped = false;
    this.hasRenewed = false;
    this.at.report({ problem: null });
  }

  private playIfItDid(): void {
    // A browser may want a gesture first: then it stands there, with its button.
    if (this.wasPlaying) this.at.video.play().catch(() => undefined);
  }

  private stop(problem: StreamProblem): void {
    if (!this.isStopped) this.wasPlaying = !this.at.video.paused;
    this.isStopped = true;
    clearTimeout(this.timer);
    this.hls.stopLoad();
    this.at.video.pause();
    this.at.report({ problem });
  }

  private networkFailed(data: ErrorData): void {
    const status = data.response?.code ?? 0;
    if (data.fatal && (status === 403 || status === 404 || status === 410)) return this.stop("gone");
    if (this.isStopped) return;
    this.at.report({ problem: "reconnecting" });
    if (data.fatal) this.reconnectLater();
  }

  private reconnectLater(): void {
    if (this.timer !== undefined) return;
    this.at.report({ problem: "reconnecting" });
    const waitMs = Math.min(longestWaitMs, 1000 * 2 ** this.attempts);
    this.attempts += 1;
    this.timer = setTimeout(this.reconnect, waitMs);
  }

  private readonly reconnect = () => {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isStopped) return;
    if (this.hls.levels.length === 0) this.hls.loadSource(this.at.url);
    this.hls.startLoad();
  };

  private mend(isMediaError: boolean): void {
    const nowMs = performance.now();
    if (!isMediaError || nowMs - this.mendedAtMs < mendAgainMs) return this.stop("broken");
    this.mendedAtMs = nowMs;
    this.hls.recoverMediaError();
  }
}

class NativeStream implements Stream {
  private hasRenewed = false;

  constructor(private readonly at: Attachment) {
    at.video.addEventListener("error", this.explain);
    at.video.addEventListener("playing", this.recovered);
    at.video.src = at.url;
    if (at.startAt > 0) at.video.currentTime = at.startAt;
  }

  choose(): void {}

  retry(): void {
    const { currentTime } = this.at.video;
    this.at.report({ problem: null });
    this.at.video.load();
    this.at.video.currentTime = currentTime;
    // A browser may want a gesture first: then it stands there, with its button.
    this.at.video.play().catch(() => undefined);
  }

  resume(): void {
    this.retry();
  }

  end(): void {
    this.at.video.pause();
    this.at.report({ problem: "signed_out" });
  }

  destroy(): void {
    this.at.video.removeEventListener("error", this.explain);
    this.at.video.removeEventListener("playing", this.recovered);
    this.at.video.removeAttribute("src");
    this.at.video.load();
  }

  private readonly recovered = () => {
    this.hasRenewed = false;
  };

  /** The element says only that something failed; the playlist says why. */
  private readonly explain = () => {
    fetch(this.at.url, { method: "HEAD", cache: "no-store" }).then(
      ({ status }) => (status === 401 ? this.refused() : this.at.report({ problem: status === 404 ? "gone" : "broken" })),
      () => this.at.report({ problem: "broken" }),
    );
  };

  /** As above: a cookie that has grown old is renewed, once. */
  private async refused(): Promise<void> {
    const mayRenew = this.at.renew !== null && !this.hasRenewed;
    this.hasRenewed = true;
    if (mayRenew && (await this.at.renew?.()) === "renewed") this.retry();
    else this.at.report({ problem: "signed_out" });
  }
}
