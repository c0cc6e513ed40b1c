import type { IncomingMessage } from "node:http";
import { isEqualSecret } from "@/lib/core/secret";
import { env } from "@/lib/platform/env";

/** Set by the front where a proxy that is not trusted stands before us: everybody then seems to come from this machine. */
export const forwardedHeader = "x-atrium-forwarded";

/** Set by the front on what a trusted proxy handed on. */
export const proxiedHeader = "x-atrium-proxied";

const loopback = new Set(["127.0.0.1", "::1"]);
const signsOfProxy = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

/** Whether a request that seems to come from this machine was handed on by something that speaks for others. */
export function isHandedOn(req: IncomingMessage, address: string): boolean {
  return loopback.has(address) && signsOfProxy.some((name) => req.headers[name] !== undefined);
}

/** This machine, or an address of METRICS_ALLOWED: may see details of health, and the metrics. */
export function isInsider(address: string, wasHandedOn: boolean): boolean {
  return (loopback.has(address) && !wasHandedOn) || env().METRICS_ALLOWED.includes(address);
}

/** 200 for insiders and for METRICS_TOKEN as a bearer token; else 401, or 404 where no token opens anything. */
export function judgeMetricsReader(authorization: string | undefined, isInside: boolean): 200 | 401 | 404 {
  const { METRICS_TOKEN: token } = env();
  if (isInside) return 200;
  if (token === undefined) return 404;
  const [, given = ""] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
  return isEqualSecret(given, token) ? 200 : 401;
}
