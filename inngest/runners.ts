import type { RequestListener } from "node:http";
import type { Inngest, InngestFunction } from "inngest";
import { serve as serveFetch } from "inngest/edge";
import { serve as serveNode } from "inngest/node";
import { Engine } from "@/inngest/engine/engine";
import { inProcess } from "@/inngest/engine/transport";
import { Forwarder } from "@/inngest/forwarder";
import { log } from "@/lib/platform/log";

type Work = { client: Inngest.Any; functions: InngestFunction.Any[]; databaseUrl: string };
type Report = (state: "standby" | "leading" | "serving") => void;

/**
 * The functions, run by the embedded engine in this process. Without the lock nothing can be recorded, and the steps
 * under way will be run again by whoever leads next: the process ends at once, so that none of them runs beside its
 * successor, and is started again.
 */
export function embeddedRunner({ client, functions, databaseUrl }: Work) {
  let report: Report = () => {};
  const onLost = () => {
    log.fatal("the connection to Postgres that leads the jobs is gone; the worker ends and starts again");
    process.exit(1);
  };
  const engine = new Engine({ databaseUrl, transport: inProcess(serveFetch({ client, functions })), onLost, onStandby: () => report("standby") });
  return {
    start: async (given: Report) => {
      report = given;
      if (await engine.start()) report("leading");
    },
    stop: (graceMs: number) => engine.stop(graceMs),
  };
}

/** The functions, served to a real Inngest, and the outbox forwarded to it. Steps under way are Inngest's to repeat. */
export function servedRunner({ client, functions, databaseUrl }: Work) {
  const forwarder = new Forwarder({ databaseUrl, send: (events) => client.send(events) });
  const serve = serveNode({ client, functions }) as RequestListener;
  let open = 0;
  const handle: RequestListener = (req, res) => {
    if (!req.url?.startsWith("/api/inngest")) {
      res.writeHead(404).end();
      return;
    }
    open += 1;
    res.once("close", () => (open -= 1));
    serve(req, res);
  };
  return {
    handle,
    start: async (report: Report) => {
      forwarder.start();
      report("serving");
    },
    stop: async (graceMs: number) => {
      await forwarder.stop();
      const deadline = Date.now() + graceMs;
      while (open > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
      return open;
    },
  };
}
