import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { recorderCommand, recorderOrder, type RecorderOrder, type RecorderReport } from "@/lib/platform/recorder/messages";

const reportDescriptor = 3;
const flushMs = 2_000;

/** What ends it from outside. */
type Ending = "asked" | "disk_full" | "owner_gone";

/** The process that started this one: orders come over standard input, reports go over descriptor 3. */
export class Owner {
  readonly #reports = createWriteStream("", { fd: reportDescriptor, autoClose: false });
  #resolveOrder: (order: RecorderOrder) => void = () => {};
  #rejectOrder: (error: unknown) => void = () => {};
  /** The order. Rejects when the first line is none, or none comes. */
  readonly order = new Promise<RecorderOrder>((resolve, reject) => {
    this.#resolveOrder = resolve;
    this.#rejectOrder = reject;
  });
  /** Called when it says stop, and when it is gone; also for what came before it was set. */
  #onEnd: ((reason: Ending) => void) | null = null;
  #ending: Ending | null = null;
  #hasOrder = false;
  #onRetry: (index: number) => void = () => {};

  constructor() {
    // An owner that is gone hears nothing; the end of standard input says so.
    const streams: NodeJS.EventEmitter[] = [this.#reports, process.stdout, process.stderr];
    for (const stream of streams) stream.on("error", () => {});
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => this.#hear(line));
    lines.on("close", () => {
      this.#rejectOrder(new Error("no order came"));
      this.#end("owner_gone");
    });
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => this.#end("owner_gone"));
  }

  onEnd(act: (reason: Ending) => void): void {
    this.#onEnd = act;
    if (this.#ending) act(this.#ending);
  }

  onRetry(act: (index: number) => void): void {
    this.#onRetry = act;
  }

  report(report: RecorderReport): void {
    this.#reports.write(`${JSON.stringify(report)}\n`);
  }

  /** Resolves when the reports have gone out, or nobody takes them. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, flushMs).unref();
      this.#reports.end(resolve);
    });
  }

  #hear(line: string): void {
    if (line.trim() === "") return;
    try {
      const message: unknown = JSON.parse(line);
      if (this.#hasOrder) {
        const command = recorderCommand.parse(message);
        return command.type === "stop" ? this.#end(command.reason) : this.#onRetry(command.index);
      }
      this.#hasOrder = true;
      this.#resolveOrder(recorderOrder.parse(message));
    } catch (error) {
      if (this.#hasOrder && this.#ending === null) console.error("a line of the owner was not understood");
      this.#rejectOrder(error);
    }
  }

  #end(reason: Ending): void {
    if (this.#ending) return;
    this.#ending = reason;
    this.#onEnd?.(reason);
  }
}
