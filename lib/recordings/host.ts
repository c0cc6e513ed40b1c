import { randomUUID } from "node:crypto";
import { settings } from "@/lib/core/settings";
import { subscribe } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import type { RecordingEngine, RecordingSession } from "@/lib/platform/recorder/engine";
import type { RecorderTarget } from "@/lib/platform/recorder/messages";
import { removeWorkFolder } from "@/lib/platform/storage/work-folder";
import { noteBeginning, noteEnd, noteForsaken, noteTarget } from "@/lib/recordings/commands/follow-recorder";
import { claimLost, claimWishes, findForsaken, renewLeases } from "@/lib/recordings/lease";
import { noteSpeaker } from "@/lib/recordings/speakers";
import { ordersFor } from "@/lib/recordings/targets";
import { recordersTopic } from "@/lib/recordings/wake";
import { hasWorkFile, makeWorkFile, recordingFolder } from "@/lib/recordings/work-file";

/** Below the worker's own grace: a recorder ends its file within moments. */
const stopGraceMs = 15_000;
const leftAfterMs = 2_000;

/**
 * Takes wishes to record and sees them through: in this process, one session each. The rows are the truth: a wake-up makes
 * it quick, a sweep makes it certain. What belongs to this process is renewed in time; what a dead one has left is finished
 * by whoever finds it.
 */
export class RecordingHost {
  private readonly owner = randomUUID();
  private readonly sessions = new Map<string, { session: RecordingSession; done: Promise<void> }>();
  /** From being taken to having a session. */
  private readonly beginning = new Set<string>();
  private running: Promise<void> | null = null;
  private isDue = false;
  private isStopped = false;
  private isHearing = false;
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = () => {};

  constructor(
    private readonly engine: RecordingEngine,
    private readonly sweepSeconds: number = settings.recordersSweepSeconds,
  ) {}

  /** Begins to look, also while there is no database yet: each look tries again. */
  start(): void {
    this.timer = setInterval(() => this.look(), this.sweepSeconds * 1000);
    this.timer.unref();
    this.look();
  }

  /** Takes nothing more, ends what it records, and waits until those files are whole. Beyond the grace the next process finishes them. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe();
    clearInterval(this.timer);
    await this.running;
    const all = [...this.sessions.values()];
    for (const { session } of all) session.stop();
    await Promise.race([Promise.all(all.map(({ done }) => done)), new Promise((resolve) => setTimeout(resolve, stopGraceMs).unref())]);
  }

  private async hear(): Promise<void> {
    if (this.isHearing) return;
    const isOurs = (items: readonly (readonly [string, unknown])[]) => items.some(([topic]) => topic === recordersTopic);
    this.unsubscribe = await subscribe({ onItems: (items) => isOurs(items) && this.look(), onReset: () => this.look() });
    this.isHearing = true;
    if (this.isStopped) this.unsubscribe();
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
      const held = this.sessions.size + this.beginning.size;
      for (const wish of await claimWishes(this.owner, settings.recordingsAtOnce - held)) {
        this.beginning.add(wish.id);
        void this.begin(wish);
      }
      // Only now: what was this process's own has been renewed.
      for (const { id } of await claimLost(this.owner, settings.recordingsAtOnce)) await this.finishLost(id);
      for (const id of await findForsaken()) await noteForsaken(id);
    }
  }

  private async renew(): Promise<void> {
    const ids = [...this.sessions.keys(), ...this.beginning];
    const going = await renewLeases(this.owner, ids);
    for (const [id, { session }] of this.sessions) if (ids.includes(id) && !going.has(id)) session.stop();
  }

  private async begin({ id, kind, mode, roomName }: Awaited<ReturnType<typeof claimWishes>>[number]): Promise<void> {
    try {
      const file = await makeWorkFile(id);
      const sent = await this.targetsOf(id, kind);
      const session = await this.engine.start({ id, roomName, mode, file, targets: sent.map(({ target }) => target) }, (report) => {
        if (report.type === "recording") void this.tell(id, () => noteBeginning(id, this.owner));
        if (report.type === "speakers") void this.tell(id, () => noteSpeaker(id, report));
        const to = report.type === "target" ? sent[report.index] : undefined;
        if (report.type === "target" && to) void this.tell(id, () => noteTarget(id, this.owner, to.position, report));
      });
      this.sessions.set(id, { session, done: this.follow(id, session) });
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
  private async targetsOf(id: string, kind: "recording" | "stream"): Promise<{ position: number; target: RecorderTarget }[]> {
    const all = kind === "stream" ? await ordersFor(id) : [];
    for (const { position, target } of all) if (!target) await noteTarget(id, this.owner, position, { state: "failed" });
    return all.flatMap(({ position, target }) => (target ? [{ position, target }] : []));
  }

  private async follow(id: string, session: RecordingSession): Promise<void> {
    const end = await session.ended;
    log.info({ recordingId: id, ...end }, "a recording ended");
    await this.tell(id, async () => this.end(id, end.isUsable || end.reason !== null ? end : { reason: null, isUsable: await this.isLeft(id) }));
    this.sessions.delete(id);
  }

  /** Whether a recorder that ended without a word has left something: what it had running ends the file a moment later. */
  private async isLeft(id: string): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, leftAfterMs));
    return hasWorkFile(id);
  }

  private async end(id: string, end: Parameters<typeof noteEnd>[2]): Promise<void> {
    const isKept = await noteEnd(id, this.owner, end);
    if (!isKept) await removeWorkFolder(recordingFolder(id));
  }

  /** Its recorder ended with its process: what it has written is the recording. */
  private async finishLost(id: string): Promise<void> {
    if (this.sessions.has(id) || this.beginning.has(id)) return;
    await this.end(id, { reason: "owner_gone", isUsable: await hasWorkFile(id) });
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
