import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/platform/env";
import { recordingViewPath } from "@/lib/platform/recorder/view-path";

/** What scripts may come from: ours, named by the nonce, and what those load. `wasm-unsafe-eval`: LiveKit and the effects of a call. */
const scripts = (nonce: string) => `'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${env().NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`;

/** Where segments may be fetched from besides us. */
function segmentOrigins(): string {
  const { STORAGE_DELIVERY: delivery, STORAGE_S3_PUBLIC_ENDPOINT: publicEndpoint, STORAGE_S3_ENDPOINT: endpoint, STORAGE_S3_BUCKET: bucket, STORAGE_S3_REGION: region } = env();
  if (delivery !== "redirect") return "";
  return ` ${publicEndpoint ?? endpoint ?? `https://${bucket}.s3.${region}.amazonaws.com`}`;
}

/** Where calls come from besides us: only what records goes to LiveKit past our gate. */
function livekitOrigins(path: string): string {
  if (path !== recordingViewPath) return "";
  const { EGRESS_LIVEKIT_URL, LIVEKIT_URL } = env();
  const { host, protocol } = new URL(EGRESS_LIVEKIT_URL ?? LIVEKIT_URL);
  return ` ${protocol}//${host} ${protocol.replace("ws", "http")}//${host}`;
}

/** The rest of the policy. LiveKit needs blob workers, hls.js blob media; nothing but segments comes from another origin. */
const fixed = (path: string) => [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  `media-src 'self' blob:${segmentOrigins()}`,
  "worker-src 'self' blob:",
  `connect-src 'self'${segmentOrigins()}${livekitOrigins(path)}`,
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const header = "content-security-policy";

/** True for what may be answered by a page, whatever its address ends in: `/r/x.png` is a room's. */
function mayBePage(path: string): boolean {
  return !["/api/", "/external-api/", "/_next/static/", "/_next/image"].some((start) => path.startsWith(start));
}

/**
 * Gives a page its policy with a nonce of its own. Next reads the nonce from the request, where a client's word counts for
 * nothing. Set here and not by Next's proxy file, which costs more than many a page.
 */
export function setPagePolicy(req: IncomingMessage, res: ServerResponse, path: string): void {
  delete req.headers[header];
  if (!mayBePage(path)) return;
  const policy = `${fixed(path)}; script-src ${scripts(randomUUID().replaceAll("-", ""))}`;
  req.headers[header] = policy;
  res.setHeader(header, policy);
}
