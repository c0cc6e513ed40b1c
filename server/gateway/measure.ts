import type { IncomingMessage, ServerResponse } from "node:http";
import { allContracts } from "@/lib/http/endpoints/all";
import { metrics } from "@/lib/platform/metrics";
import { rawPath } from "@/server/gateway/http";

const apiAreas = new Set(allContracts.map(({ path }) => path.split("/").slice(0, 3).join("/")));
/** Last as long as somebody listens or sends: their duration says nothing. */
const untimed = new Set(["/api/events", "/api/uploads", "/rtc"]);
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The part of the product that a path belongs to: a small closed set, whatever a client asks for. */
export function areaOf(path: string): string {
  if (path.startsWith("/api/") || path.startsWith("/external-api/")) {
    const area = path.split("/").slice(0, 3).join("/");
    return apiAreas.has(area) ? area : "unknown api";
  }
  if (path.startsWith("/_next/")) return "static";
  if (path.startsWith("/rtc")) return "/rtc";
  return ["/healthz", "/readyz", "/metrics"].includes(path) ? "health" : "page";
}

/** Counts a request when its answer ends, however it ends. */
export function measureRequest(req: IncomingMessage, res: ServerResponse): void {
  const began = performance.now();
  res.once("close", () => {
    const area = areaOf(rawPath(req));
    const method = methods.has(req.method ?? "") ? (req.method as string) : "other";
    metrics().requests.inc({ area, method, status: String(res.statusCode) });
    if (!untimed.has(area)) metrics().requestSeconds.observe({ area }, (performance.now() - began) / 1000);
  });
}
