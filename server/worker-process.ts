import http from "node:http";
import { closeDatabase } from "@/db/client";
import { renderMetrics } from "@/lib/diagnostics/metrics";
import { closeBus } from "@/lib/platform/listen";
import { log } from "@/lib/platform/log";
import { isHandedOn, isInsider, judgeMetricsReader } from "@/server/gateway/insiders";

export type WorkerState = "starting" | "standby" | "leading" | "serving" | "stopping";

/** What the process runs: the embedded engine, or the functions served to a real Inngest. */
export type JobsRunner = {
  /** Begins the work and reports each change of state; resolves when it has begun, or when it was stopped before. */
  start: (report: (state: WorkerState) => void) => Promise<void>;
  /** Begins nothing further and waits at most `graceMs` for what is under way. Answers how much of it is left. */
  stop: (graceMs: number) => Promise<number>;
  /** Answers requests that are not about the process's health. */
  handle?: http.RequestListener;
};

/** Below the half minute that process managers commonly give. */
const graceMs = 25_000;
const readyStates: WorkerState[] = ["standby", "leading", "serving"];

/**
 * Runs the worker until it is told to stop: `/healthz` while the process lives, `/readyz` while it works or stands by,
 * one "ready" message to the parent, and on SIGTERM or SIGINT an end that lets running steps finish. `beside` starts
 * what runs along with the steps and answers how to end it.
 * @throws what the runner's start or the port throws
 */
export async function runWorker(runner: JobsRunner, { host, port, beside = async () => async () => {} }: { host: string; port: number; beside?: () => Promise<() => Promise<void>> }): Promise<void> {
  let state: WorkerState = "starting";
  let isAnnounced = false;
  const report = (next: WorkerState) => {
    if (state === "stopping") return;
    state = next;
    if (isAnnounced || !readyStates.includes(next)) return;
    isAnnounced = true;
    log.info({ state }, "worker is ready");
    process.send?.({ type: "ready" });
  };
  const server = http.createServer((req, res) => {
    const path = (req.url ?? "/").split("?")[0];
    if (path === "/healthz") answer(res, 200, { status: "ok" });
    else if (path === "/readyz") answer(res, readyStates.includes(state) ? 200 : 503, { status: state });
    else if (path === "/metrics") void sendMetrics(req, res);
    else if (runner.handle) runner.handle(req, res);
    else answer(res, 404, { status: "not found" });
  });
  // A step may take longer than any fixed time for a request.
  server.requestTimeout = 0;
  await listen(server, port, host);
  const stopBeside = await beside();

  const stop = async (signal: string) => {
    if (state === "stopping") return;
    state = "stopping";
    log.info({ signal }, "worker is stopping");
    server.close();
    await stopBeside().catch((error: unknown) => log.warn({ err: error }, "what runs beside the steps could not end in order"));
    const left = await runner.stop(graceMs);
    if (left > 0) log.warn({ left }, "steps did not finish in time; they will run again");
    server.closeAllConnections();
    await Promise.allSettled([closeBus(), closeDatabase()]);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal).catch(exitWith("worker could not stop in order")));
  process.on("uncaughtException", exitWith("an exception was not handled; the worker starts again"));
  process.on("unhandledRejection", exitWith("a rejection was not handled; the worker starts again"));
  await runner.start(report);
}

/** The figures of this process: how long its conversions took is known nowhere else. */
async function sendMetrics(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
  const address = req.socket.remoteAddress ?? "";
  const verdict = judgeMetricsReader(req.headers.authorization, isInsider(address, isHandedOn(req, address)));
  if (verdict !== 200) return answer(res, verdict, { status: verdict === 401 ? "unauthorized" : "not found" });
  const { contentType, text } = await renderMetrics();
  res.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(text);
}

function exitWith(message: string): (error: unknown) => void {
  return (error) => {
    log.fatal({ err: error }, message);
    process.exit(1);
  };
}

function answer(res: http.ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}
