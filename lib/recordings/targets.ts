import { and, asc, eq, inArray } from "drizzle-orm";
import { db, type Executor, type Tx } from "@/db/client";
import { streamTarget } from "@/db/schema/recordings";
import { invalidFields } from "@/lib/core/errors";
import { env } from "@/lib/platform/env";
import { isPublicHost } from "@/lib/platform/public-host";
import type { RecorderTarget } from "@/lib/platform/recorder/messages";
import { seal, unseal } from "@/lib/platform/seal";
import { workFolder } from "@/lib/platform/storage/work-folder";
import type { StreamTargetDto, StreamTargetInput } from "@/lib/recordings/contract";
import { livePath } from "@/lib/recordings/work-file";

const purpose = "stream target";

/** The whole address, as the recorder gets it. */
function urlOf({ url, key }: StreamTargetInput): string {
  // FFmpeg knows no protocol in capitals.
  const address = url.replace(/^[a-z]+/i, (scheme) => scheme.toLowerCase());
  return key === undefined ? address : `${address.replace(/\/+$/, "")}/${key}`;
}

/** What may be shown of an address: its service and its application, never what comes behind; of a single part without a key nobody knows which it is. */
export function shownAddress({ url, key }: Pick<StreamTargetInput, "url" | "key">): string {
  const { protocol, host, pathname } = new URL(url);
  const parts = pathname.split("/").filter(Boolean);
  return `${protocol}//${host}/${key === undefined && parts.length < 2 ? "" : (parts[0] ?? "")}`;
}

/** Whether what is recorded may be sent there: not to this machine or a private network, unless the installation lets it. */
async function isReachable(url: string): Promise<boolean> {
  return env().STREAM_PRIVATE_HOSTS || isPublicHost(new URL(url).hostname);
}

/** Refuses addresses of this machine and of private networks, unless the installation lets them. @throws AppError invalid_input */
export async function requireReachable(targets: readonly StreamTargetInput[]): Promise<void> {
  const good = await Promise.all(targets.map(({ url }) => isReachable(url)));
  const bad = good.flatMap((isGood, index) => (isGood ? [] : [{ field: `targets.${index}.url`, words: ["There is no such host on the internet."] }]));
  if (bad.length > 0) throw invalidFields(Object.fromEntries(bad.map(({ field, words }) => [field, words])));
}

/** Writes where a stream goes: first its page, then the addresses, sealed. */
export async function writeTargets(tx: Tx, recordingId: string, targets: readonly StreamTargetInput[]): Promise<void> {
  const others = targets.map((target, index) => ({ recordingId, position: index + 1, kind: "rtmp" as const, name: target.name ?? "", address: shownAddress(target), sealedUrl: seal(purpose, urlOf(target)) }));
  await tx.insert(streamTarget).values([{ recordingId, position: 0, kind: "page" }, ...others]);
}

/** What a recorder is told of where a stream goes, by the position of each; null for an address that cannot be used any more. The folder of the page is made. */
export async function ordersFor(recordingId: string): Promise<{ position: number; target: RecorderTarget | null }[]> {
  const rows = await targetsOf(recordingId);
  return Promise.all(rows.map(async ({ position, kind, sealedUrl }) => {
    if (kind === "page") return { position, target: { kind: "hls" as const, dir: await workFolder(livePath(recordingId)) } };
    const url = sealedUrl === null ? null : unseal(purpose, sealedUrl);
    // A name may stand for another host than when it was given.
    return { position, target: url !== null && (await isReachable(url)) ? { kind: "rtmp" as const, url } : null };
  }));
}

/** Whether a target's address can still be used. */
export async function isTargetReachable(recordingId: string, position: number): Promise<boolean> {
  const sealedUrl = (await targetsOf(recordingId)).find((each) => each.position === position)?.sealedUrl ?? null;
  const url = sealedUrl === null ? null : unseal(purpose, sealedUrl);
  return url !== null && isReachable(url);
}

/** Positions of a stream's targets that somebody wishes to be tried again, or that are being tried. */
export async function findWishedAgain(recordingId: string): Promise<number[]> {
  const rows = await db().select({ position: streamTarget.position }).from(streamTarget).where(and(eq(streamTarget.recordingId, recordingId), eq(streamTarget.state, "reconnecting")));
  return rows.map(({ position }) => position);
}

/** The targets of a stream, in their order. */
export function targetsOf(recordingId: string, on: Executor = db()): Promise<(typeof streamTarget.$inferSelect)[]> {
  return on.select().from(streamTarget).where(eq(streamTarget.recordingId, recordingId)).orderBy(asc(streamTarget.position));
}

/** What may be shown of the targets of several streams, by the stream. */
export async function showTargets(recordingIds: readonly string[], on: Executor = db()): Promise<Map<string, StreamTargetDto[]>> {
  const shown = new Map<string, StreamTargetDto[]>(recordingIds.map((id) => [id, []]));
  if (recordingIds.length === 0) return shown;
  const { recordingId, kind, name, address, state, reason } = streamTarget;
  const rows = await on.select({ recordingId, kind, name, address, state, reason }).from(streamTarget).where(inArray(recordingId, [...recordingIds])).orderBy(asc(streamTarget.position));
  for (const { recordingId: id, ...target } of rows) shown.get(id)?.push(target);
  return shown;
}

/** What a recorder says of a failed target, in words of ours: its own may name addresses. */
export function reasonOf(said: string): "unreachable" | "slow" | "lost" {
  if (/does not take/i.test(said)) return "slow";
  return /refused|resolve|unreachable|no route|timed out|cannot open connection|name or service/i.test(said) ? "unreachable" : "lost";
}
