import type { EngineReport, RecordingSession } from "@/lib/platform/recorder/engine";
import { noteTarget } from "@/lib/recordings/commands/follow-recorder";
import { findWishedAgain } from "@/lib/recordings/targets";

type TargetReport = Extract<EngineReport, { type: "target" }>;

/** The targets of one live stream: what its recorder tells of them is written in its order, and one that it has given up is tried again when somebody wishes it. */
export class TargetFollower {
  private last: Promise<void> = Promise.resolve();
  /** Positions that are given up, and written so. */
  private readonly failed: Set<number>;

  /** @param positions of those that the recorder was told, in its order @param useless of those that it was not told @param tell writes, and survives a database that is away */
  constructor(private readonly id: string, private readonly owner: string, private readonly positions: readonly number[], useless: readonly number[], private readonly tell: (write: () => Promise<void>) => Promise<void>) {
    this.failed = new Set(useless);
    for (const position of useless) this.note(position, { state: "failed" });
  }

  hear(report: TargetReport): void {
    const position = this.positions[report.index];
    if (position !== undefined) this.note(position, report);
  }

  private note(position: number, report: Pick<TargetReport, "state" | "reason">): void {
    this.last = this.last.then(async () => {
      await this.tell(() => noteTarget(this.id, this.owner, position, report));
      if (report.state === "failed") this.failed.add(position);
      else this.failed.delete(position);
    });
  }

  /** Lets the recorder try again what somebody wishes. */
  async tryAgain(session: RecordingSession): Promise<void> {
    if (this.failed.size === 0) return;
    for (const position of await findWishedAgain(this.id)) {
      if (!this.failed.delete(position)) continue;
      const index = this.positions.indexOf(position);
      if (index >= 0) session.retry?.(index);
      else this.note(position, { state: "failed" });
    }
  }
}
