import { Stream } from "@/components/realtime/stream";
import { isRoomEvent, versionsOf, type ConnectionState, type WireEvent } from "@/components/realtime/wire";

type EventListener = (event: WireEvent) => void;
type Relayed = { event: WireEvent } | { state: ConnectionState } | { ask: true } | { resume: true };

/**
 * The events of one person for all tabs of a browser, over a single stream: a browser opens six connections to an origin
 * at most. The tab that holds the lock has the stream and passes everything on; when it goes, the next in line takes over.
 */
export class Realtime {
  private readonly listeners = new Set<EventListener>();
  private readonly stateListeners = new Set<() => void>();
  private readonly channel: BroadcastChannel | null;
  /** Of the tab that leads. */
  private stream: Stream | null = null;
  /** Where rooms stand, for tabs that come later. */
  private versions = new Map<number, number>();
  state: ConnectionState = "connecting";

  constructor(userId: number) {
    const name = `atrium-events-${userId}`;
    if (!("locks" in navigator) || !("BroadcastChannel" in window)) {
      this.channel = null;
      this.lead();
      return;
    }
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<Relayed>) => this.onRelayed(data);
    this.channel.postMessage({ ask: true } satisfies Relayed);
    // Held until this tab goes; never released on purpose.
    void navigator.locks.request(name, () => {
      this.lead();
      return new Promise<never>(() => {});
    });
  }

  /** Hears every event from now on. Wherever the reader stands, a hello comes soon: from the server, or from the tab that has the stream. */
  listen(listener: EventListener): () => void {
    this.listeners.add(listener);
    if (this.stream) {
      if (this.state === "online") queueMicrotask(() => this.listeners.has(listener) && listener(this.hello()));
    } else this.channel?.postMessage({ ask: true } satisfies Relayed);
    return () => this.listeners.delete(listener);
  }

  /** Calls when `state` has changed. */
  listenToState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  /** After the sign-in had ended: the same person is signed in again. */
  resume(): void {
    if (this.stream) this.stream.resume();
    else this.relay({ resume: true });
  }

  private hello(): WireEvent {
    return { type: "hello", body: Object.fromEntries(this.versions) };
  }

  private lead(): void {
    this.setState("connecting");
    this.stream = new Stream(
      (event) => {
        this.remember(event);
        this.relay({ event });
        this.emit(event);
      },
      (state) => {
        this.relay({ state });
        this.setState(state);
      },
    );
  }

  private remember(event: WireEvent): void {
    if (event.type === "hello") this.versions = versionsOf(event);
    else if (isRoomEvent(event)) this.versions.set(event.room_id, Math.max(event.version, this.versions.get(event.room_id) ?? 0));
  }

  private onRelayed(data: Relayed): void {
    if ("event" in data) this.emit(data.event);
    else if ("state" in data) this.setState(data.state);
    else if ("resume" in data) this.stream?.resume();
    else if (this.stream) {
      this.relay({ state: this.state });
      if (this.state === "online") this.relay({ event: this.hello() });
    }
  }

  private relay(data: Relayed): void {
    this.channel?.postMessage(data);
  }

  private emit(event: WireEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  private setState(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}

const opened = new Map<number, Realtime>();

/** The person's events in this tab; opened at the first use and kept while the tab is. */
export function realtimeOf(userId: number): Realtime {
  let realtime = opened.get(userId);
  if (!realtime) opened.set(userId, (realtime = new Realtime(userId)));
  return realtime;
}
