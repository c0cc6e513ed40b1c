import type { IncomingMessage, ServerResponse } from "node:http";
import { renderMetrics } from "@/lib/diagnostics/metrics";
import { getReadiness } from "@/lib/diagnostics/queries";
import { clientAddressHeader } from "@/lib/http/request-info";
import { rawPath, sendJson } from "@/server/gateway/http";
import { forwardedHeader, isInsider, judgeMetricsReader } from "@/server/gateway/insiders";

const state = { draining: false };

/** From now on `/readyz` answers 503, so that a proxy sends no more requests. */
export function startDraining(): void {
  state.draining = true;
}

const isInside = (req: IncomingMessage) => isInsider(String(req.headers[clientAddressHeader] ?? ""), req.headers[forwardedHeader] !== undefined);

/** `/healthz` (alive), `/readyz` (each dependency, in full only for insiders) and `/metrics` (for insiders and METRICS_TOKEN). */
export async function handleHealth(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req).replace(/\/$/, "");
  if (path !== "/healthz" && path !== "/readyz" && path !== "/metrics") return false;
  if (req.method !== "GET" && req.method !== "HEAD") sendJson(res, 405, { detail: "This method is not available here." }, { allow: "GET, HEAD" });
  else if (path === "/healthz") sendJson(res, 200, { status: "ok" });
  else if (path === "/readyz") await sendReadiness(req, res);
  else await sendMetrics(req, res);
  return true;
}

async function sendReadiness(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const readiness = await getReadiness();
  const ok = readiness.ok && !state.draining;
  sendJson(res, ok ? 200 : 503, { status: ok ? "ready" : state.draining ? "draining" : "not ready", ...(isInside(req) ? { dependencies: readiness.dependencies } : {}) }, ok ? {} : { "retry-after": "2" });
}

/** From outside there is no such page unless a token opens it. */
async function sendMetrics(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const verdict = judgeMetricsReader(req.headers.authorization, isInside(req));
  if (verdict !== 200) return sendJson(res, verdict, { detail: verdict === 401 ? "A valid token is needed." : "This does not exist, or you may not see it." }, verdict === 401 ? { "www-authenticate": "Bearer" } : {});
  const { contentType, text } = await renderMetrics();
  res.writeHead(200, { "content-type": contentType, "content-length": Buffer.byteLength(text), "cache-control": "no-store" });
  res.end(req.method === "HEAD" ? undefined : text);
}
