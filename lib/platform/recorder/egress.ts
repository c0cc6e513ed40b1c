import { log } from "@/lib/platform/log";
import { egressApi, isRefusal, startReasonOf, type Egress, type EgressSeconds } from "@/lib/platform/recorder/egress-api";
import { hasOutput, removeOutput } from "@/lib/platform/recorder/egress-output";
import type { RecordingEnd, RecordingEngine, RecordingOrder, RecordingSession, Report } from "@/lib/platform/recorder/engine";

/** Looks at LiveKit come besides those that its webhooks ask for: a lost `egress_ended` costs no more than one. */
const pace = {
  lookMs: 10_000,
  /** After a start without an answer: as long as LiveKit may take to begin all the same. */
  doubtMs: 10_000,
  doubtLookMs: 2_000,
  /** Without any answer for so long it is over: a row must not stand for ever for what nobody can see. */
  silenceMs: 90_000,
  /** From its beginning to its first picture: its browser may be slow, or its page nowhere to be found. */
  startingMs: 90_000,
  /** While it records its browser is in the call. Away for longer than LiveKit waits for one that lost its way, its machine is gone, and nobody tells. */
  absentMs: 30_000,
  /** From being asked to end until it is given up: hours of recording are put into storage meanwhile. */
  endingMs: 1_800_000,
};
export type EgressPace = typeof pace;

/** LiveKit takes twenty to find that no Egress is there. */
const seconds: EgressSeconds = { start: 25, stop: 5, list: 4 };
type Api = ReturnType<typeof egressApi>;

/** Sessions cost a question now and then. */
const atOnce = 200;

/**
 * LiveKit Egress, which records on machines of its own. What it does is read from LiveKit, never from memory: webhooks only
 * say when to look. It goes on without us, so whoever comes after us adopts it. One order begins one egress at most: before
 * a start it is looked for, and a start whose answer was lost is looked for instead of repeated.
 */
export function egressRecorder(changed: Partial<EgressPace & EgressSeconds> = {}): RecordingEngine {
  const at = { ...pace, ...changed };
  const api = egressApi({ ...seconds, ...changed });
  return {
    name: "egress",
    atOnce,
    start: async (order, report) => new EgressSession(api, order, report, at).run((session) => session.begin()),
    outside: {
      adopt: (order, egressId, report) => new EgressSession(api, order, report, at).run((session) => session.find(egressId)),
      listRunning: api.listRunning,
      end: api.stop,
      discard: removeOutput,
    },
  };
}

type Found = { egress: Egress } | { end: RecordingEnd };

class EgressSession {
  private readonly id: string;
  private askedAt: number | null = null;
  private isLeft = false;
  private isGivenUp = false;
  private isDue = false;
  private wake: () => void = () => {};
  private failure: unknown;

  constructor(private readonly api: Api, private readonly order: RecordingOrder, private readonly report: Report, private readonly at: EgressPace) {
    this.id = order.id;
  }

  run(first: (session: EgressSession) => Promise<Found>): RecordingSession {
    const seen = this.see(first).catch(async (error: unknown): Promise<RecordingEnd> => {
      log.error({ err: error, recordingId: this.id }, "a recording by egress could not be followed");
      return { reason: "crashed", isUsable: await hasOutput(this.id) };
    });
    // What goes on without us is never told to have ended.
    const ended = new Promise<RecordingEnd>((resolve) => void seen.then((end) => end && resolve(end)));
    const stop = () => {
      if (this.askedAt !== null) return;
      this.askedAt = performance.now();
      this.look();
    };
    const leave = () => {
      this.isLeft = true;
      this.look();
    };
    return { ended, stop, leave, look: () => this.look() };
  }

  private look(): void {
    this.isDue = true;
    this.wake();
  }

  /** An answer, or undefined where there was none. */
  private async attempt<T>(question: Promise<T>): Promise<T | undefined> {
    try {
      return await question;
    } catch (error) {
      this.failure = error;
      log.warn({ err: error, recordingId: this.id }, "LiveKit did not say how a recording stands");
      return undefined;
    }
  }

  /** Until it is time to look again, or somebody says that it is. */
  private async rest(ms: number): Promise<void> {
    if (!this.isDue) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isDue = false;
    this.wake = () => {};
  }

  /** The one egress of the order: what is there already, else a new one. */
  async begin(): Promise<Found> {
    const there = await this.search(this.at.doubtMs, true);
    if (there === undefined) return { end: { reason: startReasonOf(this.failure), isUsable: false } };
    if (there) return { egress: there };
    if (this.askedAt !== null || this.isLeft) return { end: { reason: "asked", isUsable: false } };
    try {
      return { egress: await this.api.start(this.order) };
    } catch (error) {
      log.warn({ err: error, recordingId: this.id }, "an egress could not be begun");
      if (isRefusal(error)) return { end: { reason: startReasonOf(error), isUsable: false } };
      // It may have begun all the same. LiveKit that answers, but not this, found nothing that took it.
      const begun = await this.search(this.at.doubtMs, false);
      return begun ? { egress: begun } : { end: { reason: begun === null ? "no_recorder" : startReasonOf(error), isUsable: false } };
    }
  }

  /** What another process has begun. */
  async find(egressId: string | null): Promise<Found> {
    const found = await this.search(this.at.silenceMs, true, egressId);
    if (found) return { egress: found };
    return { end: { reason: found === null ? "no_recorder" : "connection_lost", isUsable: await hasOutput(this.id) } };
  }

  /** @param isFirstGood whether the first answer counts, or one that finds it is waited for @returns undefined without any answer */
  private async search(forMs: number, isFirstGood: boolean, egressId: string | null = null): Promise<Egress | null | undefined> {
    const until = performance.now() + forMs;
    let found: Egress | null | undefined;
    for (;;) {
      const answer = await this.attempt(egressId === null ? this.api.find(this.order) : this.api.read(egressId));
      if (answer !== undefined) found = answer;
      if (found || (isFirstGood && found === null) || this.isLeft || performance.now() >= until) return found;
      await new Promise((resolve) => setTimeout(resolve, this.at.doubtLookMs));
    }
  }

  /** Follows it to its end. @returns null when it was left to others */
  private async see(first: (session: EgressSession) => Promise<Found>): Promise<RecordingEnd | null> {
    const found = await first(this);
    if ("end" in found) return this.isLeft ? null : found.end;
    const { id } = found.egress;
    this.report({ type: "named", egressId: id });
    let seen: Egress | null | undefined = found.egress;
    const foundAt = performance.now();
    let [heardAt, insideAt] = [foundAt, foundAt];
    let isRecording = false;
    for (;;) {
      if (seen === null) return this.lost();
      if (seen) heardAt = performance.now();
      if (seen?.end) return this.isGivenUp && !seen.end.isUsable ? { ...seen.end, reason: "could_not_connect" } : seen.end;
      if (seen?.isActive && !isRecording) {
        isRecording = true;
        this.report({ type: "recording" });
      }
      if (!isRecording && this.askedAt === null && performance.now() - foundAt > this.at.startingMs) this.giveUp();
      if (!seen?.isActive || (await this.attempt(this.api.isInside(this.order, id))) !== false) insideAt = performance.now();
      if (this.isLeft) return null;
      if (performance.now() - insideAt > this.at.absentMs) return this.vanished(id);
      if (performance.now() - heardAt > this.at.silenceMs || this.isOverdue()) return this.lost();
      if (this.askedAt !== null && !seen?.isClosing) await this.attempt(this.api.stop(id));
      await this.rest(this.at.lookMs);
      if (!this.isLeft) seen = await this.attempt(this.api.read(id));
    }
  }

  private giveUp(): void {
    log.warn({ recordingId: this.id }, "an egress did not begin to record in time");
    this.isGivenUp = true;
    this.askedAt = performance.now();
  }

  /** LiveKit goes on to say that it records. Should it be there all the same, it is told to end. */
  private async vanished(egressId: string): Promise<RecordingEnd> {
    log.error({ recordingId: this.id, egressId }, "an egress is in its call no more and did not say so");
    await this.attempt(this.api.stop(egressId));
    return { reason: "crashed", isUsable: await hasOutput(this.id) };
  }

  private isOverdue(): boolean {
    return this.askedAt !== null && performance.now() - this.askedAt > this.at.endingMs;
  }

  /** Nobody can say any more how it ended: what it has left counts. */
  private async lost(): Promise<RecordingEnd> {
    return { reason: "connection_lost", isUsable: await hasOutput(this.id) };
  }
}
