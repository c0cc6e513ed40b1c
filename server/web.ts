import http from "node:http";
import next from "next";
import { closeDatabase } from "@/db/client";
import { toAppError, errorResponse } from "@/lib/http/error-response";
import { requestIdHeader } from "@/lib/http/request-info";
import { env, EnvError } from "@/lib/platform/env";
import { closeBus } from "@/lib/platform/listen";
import { log, requestContext } from "@/lib/platform/log";
import { trustedProxies } from "@/server/gateway/client-address";
import { closeEventStreams, handleEvents, startEvents } from "@/server/gateway/events";
import { isApiPath, passFront, stampRequest } from "@/server/gateway/front";
import { handleDirect } from "@/server/gateway/direct";
import { handleEffects } from "@/server/gateway/effects";
import { handleHealth, startDraining } from "@/server/gateway/health";
import { gatherWrites } from "@/server/gateway/gather-writes";
import { headerReader, rawPath, sendResponse } from "@/server/gateway/http";
import { measureRequest } from "@/server/gateway/measure";
import { handleMessageFiles } from "@/server/gateway/message-files";
import { closeMeetingWindows, handleMeetingWindows, startMeetingWindows } from "@/server/gateway/meeting-windows";
import { closeNotes, handleNotes, handleNotesUpgrade, isNotesUpgrade, startNotes } from "@/server/gateway/notes";
import { handlePersonalFiles } from "@/server/gateway/personal-files";
import { handleLive } from "@/server/gateway/live";
import { startViewerCounts } from "@/server/gateway/live-viewers";
import { handleRecordings } from "@/server/gateway/recordings";
import { handleSegments } from "@/server/gateway/segments";
import { startSessionEnds } from "@/server/gateway/session-ends";
import { startLobbyWatch } from "@/server/gateway/lobby";
import { closeSignalling, handleSignalling, handleSignallingUpgrade, startSignalling } from "@/server/gateway/signalling";
import { handleUploads } from "@/server/gateway/uploads";

/** Served before Next sees them; each answers true when the request was its own. */
const gateways = [handleHealth, handleEvents, handleMeetingWindows, handleSegments, handlePersonalFiles, handleNotes, handleMessageFiles, handleRecordings, handleLive, handleUploads, handleEffects, handleSignalling, handleDirect];
const drainMs = 25_000;

async function main(): Promise<void> {
  const { HOST, PORT, APP_URL, NODE_ENV, TRUSTED_PROXIES } = env();
  const trusted = trustedProxies(TRUSTED_PROXIES);
  process.env.NEXTAUTH_URL ??= APP_URL;
  // After an action redirects, Next asks itself for the next page: here, whatever Host the client sent.
  process.env.__NEXT_PRIVATE_ORIGIN ??= `http://${HOST === "0.0.0.0" ? "127.0.0.1" : HOST}:${PORT}`;
  const server = http.createServer();
  // Next gets a server of its own: it would otherwise answer upgrades for /rtc with pages.
  const nextServer = http.createServer();
  const app = next({ dev: NODE_ENV === "development", dir: process.cwd(), hostname: HOST, port: PORT, httpServer: nextServer });
  // One after the other: Next's preparation blocks a busy machine for seconds, in which a connection would time out.
  await startEvents();
  await startSessionEnds();
  await startLobbyWatch();
  await startMeetingWindows();
  await startNotes();
  await startViewerCounts();
  await app.prepare();
  const handleByNext = app.getRequestHandler();

  async function handle(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    measureRequest(req, res);
    if (await passFront(req, res, trusted)) return;
    for (const gateway of gateways) if (await gateway(req, res)) return;
    gatherWrites(res);
    await handleByNext(req, res);
  }

  server.on("request", (req, res) => {
    handle(req, res).catch(async (error: unknown) => {
      const requestId = String(req.headers[requestIdHeader] ?? "none");
      await requestContext.run({ requestId }, async () => {
        if (res.headersSent) {
          log.error({ err: error }, "a request failed after its answer had begun");
          res.destroy();
        } else await sendResponse(res, errorResponse(toAppError(error).refusal, "plain", headerReader(req).get("accept")));
      });
    });
  });
  server.on("upgrade", (req, socket, head) => {
    stampRequest(req, trusted);
    socket.on("error", () => socket.destroy());
    const path = rawPath(req);
    if (path.startsWith("/rtc")) void handleSignallingUpgrade(req, socket, head);
    else if (isNotesUpgrade(path)) void handleNotesUpgrade(req, socket, head);
    else if (NODE_ENV === "development" && !isApiPath(path)) nextServer.emit("upgrade", req, socket, head);
    else socket.destroy();
  });
  // Uploads and event streams last longer than any fixed request time.
  server.requestTimeout = 0;
  server.headersTimeout = 20_000;
  await listen(server, PORT, HOST);
  log.info({ port: PORT }, "web is ready");
  process.send?.({ type: "ready" });
  void startSignalling();
  drainOnSignal(server);
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, 4096, () => resolve());
  });
}

function drainOnSignal(server: http.Server): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "web is draining");
    startDraining();
    closeEventStreams();
    closeMeetingWindows();
    closeNotes();
    closeSignalling();
    server.close(() => void Promise.allSettled([closeBus(), closeDatabase()]).finally(() => process.exit(0)));
    server.closeIdleConnections();
    setInterval(() => server.closeIdleConnections(), 200).unref();
    setTimeout(() => process.exit(0), drainMs).unref();
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stop(signal));
}

main().catch((error: unknown) => {
  if (error instanceof EnvError) console.error(error.message);
  else if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") console.error(`Port ${env().PORT} is in use by another program. Stop it or set PORT.`);
  else console.error(error);
  process.exit(1);
});
