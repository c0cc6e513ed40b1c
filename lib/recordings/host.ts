import { randomUUID } from "node:crypto";
import { settings } from "@/lib/core/settings";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import type { EngineReport, RecordingEngine, RecordingSession } from "@/lib/platform/recorder/engine";
import type { RecorderTarget } from "@/lib/platform/recorder/messages";
import { hasSpace } from "@/lib/platform/storage/disk-space";
import { removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { noteBeginning, noteEgress, noteEnd, noteForsaken } from "@/lib/recordings/commands/follow-recorder";
import { endLeftLocals } from "@/lib/recordings/commands/local-recording";
import { figuresOf, noteFigures } from "@/lib/recordings/figures";
import { TargetFollower } from "@/lib/recordings/follow-targets";
import { claimDoubtful, claimLost, claimWishes, findForsaken, findUnwanted, releaseLeases, renewLeases, type Claimed } from "@/lib/recordings/lease";
import { noteSpeaker } from "@/lib/recordings/speakers";
import { ordersFor } from "@/lib/recordings/targets";
import { recordersTopic } from "@/lib/recordings/wake";
import { hasWorkFile, isWorkFileGrowing, makeWorkFile, recordingFolder, workFileOf } from "@/lib/recordings/work-file";

/** Below the worker's own grace: a recorder ends its file within moments. */
const stopGraceMs = 15_000;
const leftAfterMs = 2_000;
const unwantedEveryMs = 30_000;
const deafMs = 600_000;
/** A recorder tells how far it is every five seconds. After the sleep of a machine it is asked for as many looks, too. */
const mostSilenceMs = 60_000;
const mostSilentLooks = 15;

/**
 * Takes wishes to record and sees them through: in this process, one session each. The rows are the truth: a wake-up makes
 * it quick, a sweep makes it certain. What belongs to this process is renewed in time; what a dead one has left is finished
 * by whoever finds it.
 */
export class RecordingHost {
  private readonly owner = randomUUID();
  private readonly sessions = new Map<string, { session: RecordingSession; done: Promise<void>; targets: TargetFollower | null }>();
  /** What they told last: how large their files were, when, and how many looks ago. */
  private readonly told = new Map<string, { bytes: number; atMs: number; looks: number }>();
  /** From being taken to having a session. */
  private readonly beginning = new Set<string>();
  private running: Promise<void> | null = null;
  private isDue = false;
  private isStopped = false;
  private isHearing = false;
  private unwantedAt = -Infinity;
  /** Egresses that did not answer when they were told to end, and until when they are left alone. */
  private readonly deafUntil = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = () => {};

  constructor(
    private readonly engine: RecordingEngine,
    private readonly sweepSeconds: number = settings.recordersSweepSeconds,
    /** Of which engines' recordings it finishes what a dead process has left. */
    private readonly engines: readonly RecordingEngine["name"][] = [engine.name],
    private readonly silenceMs: number = mostSilenceMs,
  ) {}

  /** Begins to look, also while there is no database yet: each look tries again. */
  start(): void {
    this.timer = setInterval(() => this.look(), this.sweepSeconds * 1000);
    this.timer.unref();
    this.look();
  }

  /** Takes nothing more, leaves what goes on without it to the next process, ends what it records itself, and waits until those files are whole. Beyond the grace the next process finishes them. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe();
    clearInterval(this.timer);
    await this.running;
    const outside = [...this.sessions].filter(([, { session }]) => session.leave);
    for (const [, { session }] of outside) session.leave?.();
    await releaseLeases(this.owner, outside.map(([id]) => id));
    const all = [...this.sessions.values()].filter(({ session }) => !session.leave);
    for (const { session } of all) session.stop();
    await Promise.race([Promise.all(all.map(({ done }) => done)), new Promise((resolve) => setTimeout(resolve, stopGraceMs).unref())]);
  }

  private async hear(): Promise<void> {
    if (this.isHearing) return;
    const isOurs = (items: readonly (readonly [string, unknown])[]) => items.some(([topic]) => topic === recordersTopic);
    this.unsubscribe = await subscribe({ onItems: (items) => isOurs(items) && this.wake(), onReset: () => this.wake() });
    this.isHearing = true;
    if (this.isStopped) this.unsubscribe();
  }

  private wake(): void {
    for (const { session } of this.sessions.values()) session.look?.();
    this.look();
  }

  private look(): void {
    this.isDue = true;
    if (this.running || this.isStopped) return;
    this.running = this.work()
      .catch((error: unknown) => log.warn({ err: error }, "recordings could not be looked after; the next look tries again"))
      .finally(() => (this.running = null));
  }

  private async work(): Promise<void> {
    await this.hear();
    while (this.isDue && !this.isStopped) {
      this.isDue = false;
      await this.renew();
      await this.endWhereFull();
      this.endSilent();
      for (const { session, targets } of this.sessions.values()) await targets?.tryAgain(session);
      const held = this.sessions.size + this.beginning.size;
      for (const wish of await claimWishes(this.owner, this.engine.name, this.engine.atOnce - held)) {
        this.beginning.add(wish.id);
        void this.begin(wish);
      }
      // Only now: what was this process's own has been renewed.
      for (const lost of await claimLost(this.owner, this.engines, this.engine.atOnce)) await this.takeOver(lost);
      if (this.engine.outside) for (const doubtful of await claimDoubtful(this.owner, this.engine.name, this.engine.atOnce)) await this.takeOver(doubtful);
      for (const id of await findForsaken(this.engines)) await noteForsaken(id);
      // A worker that follows Egress too has two of these: one is enough.
      if (this.engine.name === "builtin") await endLeftLocals();
      void this.endUnwanted();
    }
  }

  private async renew(): Promise<void> {
    const ids = [...this.sessions.keys(), ...this.beginning];
    const stands = await renewLeases(this.owner, ids);
    for (const [id, { session }] of this.sessions) {
      if (!ids.includes(id) || stands.get(id) === "going") continue;
      if (stands.has(id) || !session.leave) session.stop();
      else this.leave(id, session);
    }
  }

  /** A recording takes no more of the disk than leaves room to make its file whole, and for a database that may lie there too. */
  private async endWhereFull(): Promise<void> {
    const own = [...this.sessions].filter(([, { session }]) => !session.leave);
    if (own.length === 0) return;
    const again = own.reduce((sum, [id]) => sum + (this.told.get(id)?.bytes ?? 0), 0);
    if (await hasSpace(again, "record")) return;
    log.error({ recordings: own.map(([id]) => id) }, "the disk is nearly full; what is recorded ends");
    for (const [, { session }] of own) session.stop("disk_full");
  }

  /** A program of ours that says nothing any more hangs: it would be recording for ever, and nothing else could. */
  private endSilent(): void {
    for (const [id, { session }] of this.sessions) {
      const told = this.told.get(id);
      if (session.leave || !told) continue;
      told.looks += 1;
      if (told.looks < mostSilentLooks || performance.now() - told.atMs < this.silenceMs) continue;
      log.error({ recordingId: id }, "a recorder says nothing any more; it is ended");
      session.stop();
    }
  }

  /** Another process has taken it: it is theirs to end. */
  private leave(id: string, session: RecordingSession): void {
    session.leave?.();
    this.sessions.delete(id);
    this.told.delete(id);
  }

  private async begin({ id, kind, mode, roomName }: Claimed): Promise<void> {
    try {
      const file = await makeWorkFile(id);
      const sent = await this.targetsOf(id, kind);
      this.take(id, await this.engine.start({ id, roomName, mode, file, targets: sent?.orders ?? [] }, this.hearOf(id, sent?.follower)), sent?.follower);
    } catch (error) {
      log.error({ err: error, recordingId: id }, "a recording could not be begun");
      await this.tell(id, () => this.end(id, { reason: (error as NodeJS.ErrnoException).code === "ENOSPC" ? "disk_full" : "could_not_connect", isUsable: false }));
    } finally {
      this.beginning.delete(id);
    }
    // It may have been given up while it began.
    this.look();
  }

  /** Where a stream goes; an address that is of no use any more holds up nothing else. */
  private async targetsOf(id: string, kind: "recording" | "stream"): Promise<{ orders: RecorderTarget[]; follower: TargetFollower } | null> {
    if (kind === "recording") return null;
    const all = await ordersFor(id);
    const sent = all.flatMap(({ position, target }) => (target ? [{ position, target }] : []));
    const useless = all.flatMap(({ position, target }) => (target ? [] : [position]));
    const follower = new TargetFollower(id, this.owner, sent.map(({ position }) => position), useless, (write) => this.tell(id, write));
    return { orders: sent.map(({ target }) => target), follower };
  }

  private take(id: string, session: RecordingSession, targets: TargetFollower | null = null): void {
    this.told.set(id, { bytes: 0, atMs: performance.now(), looks: 0, ...this.told.get(id) });
    this.sessions.set(id, { session, done: this.follow(id, session), targets });
  }

  private hearOf(id: string, targets?: TargetFollower): (report: EngineReport) => void {
    const figures = figuresOf();
    const begin = this.beginningOf(id);
    return (report) => {
      this.told.set(id, { bytes: report.type === "progress" ? report.bytes : (this.told.get(id)?.bytes ?? 0), atMs: performance.now(), looks: 0 });
      if (report.type === "recording" || report.type === "progress") begin(report.type === "recording");
      if (report.type === "progress") void this.tell(id, () => noteFigures(id, this.owner, figures(report)));
      if (report.type === "speakers") void this.tell(id, () => noteSpeaker(id, report));
      if (report.type === "target") targets?.hear(report);
      if (report.type === "named") void this.tell(id, () => noteEgress(id, this.owner, report.egressId));
    };
  }

  /** Writes that a recording has begun, again with each sign of life until that is written: what nobody knows to run nobody is told of. */
  private beginningOf(id: string): (isNow: boolean) => void {
    let begunAt: number | null = null;
    let isWritten = false;
    return (isNow) => {
      if (isNow) begunAt ??= performance.now();
      if (begunAt === null || isWritten) return;
      const secondsAgo = (performance.now() - begunAt) / 1000;
      void this.tell(id, async () => {
        await noteBeginning(id, this.owner, secondsAgo);
        isWritten = true;
      });
    };
  }

  private async follow(id: string, session: RecordingSession): Promise<void> {
    const end = await session.ended;
    log.info({ recordingId: id, ...end }, "a recording ended");
    await this.tell(id, async () => this.end(id, { ...end, isUsable: end.isUsable || (await this.isLeft(id)) }));
    this.sessions.delete(id);
    this.told.delete(id);
  }

  /** Whether a recorder that did not end in order has left something: what it had running ends the file a moment later. */
  private async isLeft(id: string): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, leftAfterMs));
    return hasWorkFile(id);
  }

  private async end(id: string, end: Parameters<typeof noteEnd>[2]): Promise<void> {
    const isKept = await noteEnd(id, this.owner, end);
    if (isKept) return;
    await removeWorkFolder(recordingFolder(id));
    await this.engine.outside?.discard(id);
  }

  /** What records outside goes on, and is followed from here. Any other recorder ended with its process: what it has written is the recording. */
  private async takeOver({ id, mode, engine, roomName, egressId }: Claimed): Promise<void> {
    if (this.sessions.has(id) || this.beginning.has(id)) return;
    if (this.engine.outside && engine === this.engine.name) return this.take(id, this.engine.outside.adopt({ id, mode, roomName, file: workFileOf(id) }, egressId, this.hearOf(id)));
    // Its process is only out of reach: it hears that this is not its own any more, ends, and the file is taken when it is whole.
    if (await isWorkFileGrowing(id)) return;
    await this.end(id, { reason: "owner_gone", isUsable: await hasWorkFile(id) });
  }

  /** Now and then: what records outside although its recording is over, for instance since an answer to its start came too late. */
  private async endUnwanted(): Promise<void> {
    const { outside } = this.engine;
    if (!outside || performance.now() - this.unwantedAt < unwantedEveryMs) return;
    this.unwantedAt = performance.now();
    try {
      for (const egressId of await findUnwanted(await outside.listRunning())) await this.endOutside(egressId, outside.end);
    } catch (error) {
      log.warn({ err: error }, "LiveKit did not say which egresses run; the next look asks again");
    }
  }

  /** One whose machine died stands as running for ever, and nothing ends it: it is asked rarely, and holds up no other. */
  private async endOutside(egressId: string, end: (egressId: string) => Promise<void>): Promise<void> {
    if (performance.now() < (this.deafUntil.get(egressId) ?? 0)) return;
    log.warn({ egressId }, "an egress that nobody wants is ended");
    this.deafUntil.delete(egressId);
    await end(egressId).catch((error: unknown) => {
      log.warn({ err: error, egressId }, "an egress that nobody wants did not end");
      this.deafUntil.set(egressId, performance.now() + deafMs);
    });
  }

  /** A row that cannot be written now is not lost: without being renewed it is found again. */
  private async tell(id: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      log.warn({ err: error, recordingId: id }, "how a recording stands could not be written; whoever finds it finishes it");
    }
  }
}
