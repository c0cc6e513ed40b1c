import type { IncomingMessage, ServerResponse } from "node:http";
import { getReadiness } from "@/lib/diagnostics/queries";
import { clientAddressHeader } from "@/lib/http/request-info";
import { env } from "@/lib/platform/env";
import { rawPath, sendJson } from "@/server/gateway/http";

const state = { draining: false };

/** From now on `/readyz` answers 503, so that a proxy sends no more requests. */
export function startDraining(): void {
  state.draining = true;
}

function maySeeDetails(req: IncomingMessage): boolean {
  const address = String(req.headers[clientAddressHeader] ?? "");
  return address === "127.0.0.1" || address === "::1" || env().METRICS_ALLOWED.includes(address);
}

/** `/healthz` (alive) and `/readyz` (each dependency, in full only for loopback and configured addresses). */
export async function handleHealth(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = rawPath(req).replace(/\/$/, "");
  if (path !== "/healthz" && path !== "/readyz") return false;
  if (req.method !== "GET" && req.method !== "HEAD") {
    sendJson(res, 405, { detail: "This method is not available here." }, { allow: "GET, HEAD" });
    return true;
  }
  if (path === "/healthz") {
    sendJson(res, 200, { status: "ok" });
    return true;
  }
  const readiness = await getReadiness();
  const ok = readiness.ok && !state.draining;
  sendJson(res, ok ? 200 : 503, { status: ok ? "ready" : state.draining ? "draining" : "not ready", ...(maySeeDetails(req) ? { dependencies: readiness.dependencies } : {}) }, ok ? {} : { "retry-after": "2" });
  return true;
}
