import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { settings } from "@/lib/core/settings";
import { env } from "@/lib/platform/env";
import { mintRecorderToken } from "@/lib/platform/livekit/tokens";
import { log } from "@/lib/platform/log";
import type { RecordingEnd, RecordingEngine, RecordingOrder, RecordingSession } from "@/lib/platform/recorder/engine";
import { recorderReport, type RecorderCommand, type RecorderOrderInput, type RecorderReport } from "@/lib/platform/recorder/messages";

/** From being asked to end until it is killed, and from its last word on: the last fragment is written within moments. */
const stopToKillMs = 20_000;
const stderrLimitChars = 8_000;

/**
 * The program that this installation brings along: a process for each recording. It is in a process group of its own and
 * gets no signal of ours: when we are gone its standard input ends, and it finishes its file by itself.
 * @param args what Node is started with
 */
export function builtinRecorder(args: readonly string[]): RecordingEngine {
  return {
    name: "builtin",
    atOnce: settings.recordingsAtOnce,
    start: async (order, report) => {
      const child = spawn(process.execPath, [...args], { stdio: ["pipe", "ignore", "pipe", "pipe"], detached: true, env: childEnv() });
      const session = follow(child, order.id, report);
      child.stdin?.write(`${JSON.stringify(await firstLine(order))}\n`);
      return session;
    },
  };
}

/** Nothing of our environment but where programs are: the order says the rest. */
function childEnv(): NodeJS.ProcessEnv {
  const { PATH, NODE_ENV } = env();
  return { PATH, NODE_ENV, LC_ALL: "C" };
}

async function firstLine({ id, roomName, mode, file, targets = [] }: RecordingOrder): Promise<RecorderOrderInput> {
  const { LIVEKIT_URL: url, FFMPEG_PATH: ffmpegPath } = env();
  return { url, token: await mintRecorderToken(roomName, `recorder-${id}`), roomName, file, mode, ffmpegPath, targets: [...targets] };
}

function follow(child: ChildProcess, id: string, report: (report: RecorderReport) => void): RecordingSession {
  let reason: RecordingEnd["reason"] = null;
  let stderr = "";
  let killTimer: NodeJS.Timeout | undefined;
  // A child that is gone takes no orders; its end is told below.
  child.stdin?.on("error", () => undefined);
  child.stderr?.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString("utf8")).slice(-stderrLimitChars)));
  createInterface({ input: child.stdio[3] as Readable }).on("line", (line) => {
    const told = readReport(line);
    if (!told) return log.warn({ recordingId: id }, "a recorder reported what nobody understands");
    if (told.type !== "ended") return report(told);
    reason = told.reason;
    // The file is whole; leaving the room takes a moment more.
    killLater();
  });
  const killLater = () => {
    clearTimeout(killTimer);
    killTimer = setTimeout(() => killGroup(child), stopToKillMs);
    killTimer.unref();
  };
  const ended = new Promise<RecordingEnd>((resolve) => {
    const finish = (code: number | null) => {
      clearTimeout(killTimer);
      if (code !== 0) log.warn({ recordingId: id, code, stderr }, "a recorder ended without a usable file");
      resolve({ reason, isUsable: code === 0 });
    };
    child.once("error", () => finish(null));
    child.once("close", finish);
  });
  const stop: RecordingSession["stop"] = (asked = "asked") => {
    if (killTimer) return;
    child.stdin?.end(`${JSON.stringify({ type: "stop", reason: asked } satisfies RecorderCommand)}\n`);
    killLater();
  };
  const retry = (index: number) => void child.stdin?.write(`${JSON.stringify({ type: "retry", index } satisfies RecorderCommand)}\n`);
  return { stop, retry, ended };
}

function readReport(line: string): RecorderReport | null {
  try {
    return recorderReport.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
