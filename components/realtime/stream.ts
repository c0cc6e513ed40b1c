import { renewOnceADay, renewSession } from "@/components/realtime/renew-session";
import { parseWireEvent, type ConnectionState, type WireEvent } from "@/components/realtime/wire";

const address = "/api/events";
const firstRetryMs = 1000;
const maxRetryMs = 30_000;
/** The server's heartbeat comes every 20 seconds: after this much silence the connection is dead, e.g. after sleep. */
const silenceMs = 50_000;
const watchMs = 10_000;

/** A wait that doubles with each failure, with a random part so that not all come back at once. */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  return Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);
}

/**
 * Keeps one event stream open: comes back after losses, at once when the network or the person returns, and notices
 * when a connection died without saying so. Each connection begins with a hello.
 */
export class Stream {
  private source: EventSource | undefined;
  private failures = 0;
  private lastHeard = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private state: ConnectionState = "connecting";

  constructor(
    private readonly onEvent: (event: WireEvent) => void,
    private readonly onState: (state: ConnectionState) => void,
  ) {
    window.addEventListener("online", () => this.connect());
    window.addEventListener("offline", () => this.state !== "ended" && this.setState("offline"));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (this.isSilent() || this.state === "offline") && this.connect());
    setInterval(() => this.source && this.isSilent() && this.connect(), watchMs);
    this.connect();
  }

  /** The person has signed in again: connects as at the start. */
  resume(): void {
    if (this.state !== "ended") return;
    this.setState("connecting");
    this.connect();
  }

  private setState(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    this.onState(state);
  }

  private isSilent(): boolean {
    return Date.now() - this.lastHeard > silenceMs;
  }

  private connect(): void {
    if (this.state === "ended") return;
    clearTimeout(this.retry);
    this.source?.close();
    this.lastHeard = Date.now();
    const source = (this.source = new EventSource(address));
    source.onmessage = ({ data }: MessageEvent<string>) => {
      if (source !== this.source) return;
      this.lastHeard = Date.now();
      const event = parseWireEvent(data);
      if (event) this.hear(event);
    };
    source.onerror = () => source === this.source && this.lose();
  }

  private hear(event: WireEvent): void {
    if (event.type === "heartbeat") return;
    if (event.type === "session_ended") return this.end();
    if (event.type === "reconnect") return this.lose();
    if (event.type === "hello") {
      this.failures = 0;
      this.setState("online");
      renewOnceADay();
    }
    this.onEvent(event);
  }

  /** The browser would come back by itself, but at a fixed pace and never after a refusal. */
  private lose(): void {
    this.source?.close();
    this.source = undefined;
    this.setState("offline");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.comeBack(), retryDelayMs(this.failures));
    this.failures += 1;
  }

  /** An EventSource does not tell why it was refused: without a session there is nothing to come back to. Only its cookie may have grown old meanwhile. */
  private async comeBack(): Promise<void> {
    try {
      if ((await fetch(address, { method: "HEAD" })).status === 401 && (await renewSession()) === "refused") return this.end();
    } catch {
      return this.lose();
    }
    this.connect();
  }

  private end(): void {
    this.source?.close();
    this.setState("ended");
  }
}
