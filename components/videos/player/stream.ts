import type Hls from "hls.js";
import type { ErrorData } from "hls.js";

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
  /** The right to watch is gone: stops at once, whatever is buffered. */
  end(): void;
  destroy(): void;
}

type Attachment = { video: HTMLVideoElement; url: string; /** Where to begin, in seconds. */ startAt: number; report: (changes: Partial<StreamState>) => void };

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

  constructor(
    private readonly at: Attachment,
    HlsClass: typeof Hls,
  ) {
    const hls = new HlsClass({ startPosition: at.startAt > 0 ? at.startAt : -1, capLevelToPlayerSize: true, backBufferLength: 60, maxBufferLength: 30 });
    this.hls = hls;
    const { Events, ErrorTypes } = HlsClass;
    hls.on(Events.MANIFEST_PARSED, () => {
      const levels = hls.levels.map((level, index) => ({ index, name: levelName(level.url[0] ?? "", level.width, level.height) }));
      at.report({ levels: levels.reverse() });
    });
    hls.on(Events.LEVEL_SWITCHED, (_event, data) => at.report({ playing: data.level }));
    hls.on(Events.FRAG_LOADED, () => this.recovered());
    hls.on(Events.ERROR, (_event, data) => {
      if (data.response?.code === 401) return this.stop("signed_out");
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

  retry(): void {
    this.isStopped = false;
    this.at.report({ problem: null });
    this.hls.loadSource(this.at.url);
    this.hls.startLoad(this.at.video.currentTime || -1);
  }

  end(): void {
    this.stop("signed_out");
  }

  destroy(): void {
    clearTimeout(this.timer);
    window.removeEventListener("online", this.reconnect);
    this.hls.destroy();
  }

  private recovered(): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.attempts = 0;
    this.at.report({ problem: null });
  }

  private stop(problem: StreamProblem): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.hls.stopLoad();
    this.at.video.pause();
    this.at.report({ problem });
  }

  private networkFailed(data: ErrorData): void {
    const status = data.response?.code ?? 0;
    if (data.fatal && (status === 403 || status === 404 || status === 410)) return this.stop("gone");
    if (!this.isStopped) this.at.report({ problem: "reconnecting" });
    if (!data.fatal || this.timer !== undefined) return;
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
  constructor(private readonly at: Attachment) {
    at.video.addEventListener("error", this.explain);
    at.video.src = at.url;
    if (at.startAt > 0) at.video.currentTime = at.startAt;
  }

  choose(): void {}

  retry(): void {
    const { currentTime } = this.at.video;
    this.at.report({ problem: null });
    this.at.video.load();
    this.at.video.currentTime = currentTime;
  }

  end(): void {
    this.at.video.pause();
    this.at.report({ problem: "signed_out" });
  }

  destroy(): void {
    this.at.video.removeEventListener("error", this.explain);
    this.at.video.removeAttribute("src");
    this.at.video.load();
  }

  /** The element says only that something failed; the playlist says why. */
  private readonly explain = () => {
    fetch(this.at.url, { method: "HEAD", cache: "no-store" }).then(
      (answer) => this.at.report({ problem: answer.status === 401 ? "signed_out" : answer.status === 404 ? "gone" : "broken" }),
      () => this.at.report({ problem: "broken" }),
    );
  };
}
