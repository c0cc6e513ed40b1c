import { randomUUID } from "node:crypto";
import { and, eq, ne, sql } from "drizzle-orm";
import { afterCommit, transaction, type Tx } from "@/db/client";
import { videoCaption } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/authz/actor";
import { decodeText } from "@/lib/core/decode-text";
import { AppError, invalidFields, isAppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { maxCues, parseSubtitles, toWebVtt, type SubtitleProblem } from "@/lib/core/subtitles";
import { storage } from "@/lib/platform/storage/storage";
import { withTextFile } from "@/lib/platform/storage/text-file";
import { lockVideo } from "@/lib/videos/commands/lock-video";
import type { CaptionItem, ChangeCaptionInput, NewCaption } from "@/lib/videos/contract";
import { canManageVideo } from "@/lib/videos/policy";
import { requireVideo } from "@/lib/videos/require-video";
import { toCaption } from "@/lib/videos/tracks";

type CaptionRow = typeof videoCaption.$inferSelect;

const problemWords: Record<SubtitleProblem, string> = {
  empty: "The file has no captions in it.",
  unreadable: "This is no file of captions. WebVTT (.vtt) and SubRip (.srt) are accepted.",
  bad_time: "The times of this line cannot be read; they look like 00:01:02.500 --> 00:01:04.000, the end after the start.",
  too_many: `The file has more than ${maxCues.toLocaleString("en-GB")} captions.`,
};

/** What is kept of a file that somebody gave as captions: WebVTT made anew of its cues. @throws AppError invalid_input at `file`, too_large */
function readCaptions(bytes: Uint8Array): string {
  if (bytes.byteLength > settings.captionMaxBytes) throw new AppError("too_large");
  const read = parseSubtitles(decodeText(bytes));
  if (read.ok) return toWebVtt(read.cues);
  throw invalidFields({ file: [`${read.line === null ? "" : `Line ${read.line}: `}${problemWords[read.problem]}`] });
}

/**
 * Puts the text under a key that nothing else has or gets, and writes what names it. What was refused is taken away again;
 * after any other failure, when nobody knows whether it was committed, an unnamed file is left to the sweep.
 */
async function storeFor(text: string, write: (tx: Tx, storageKey: string) => Promise<CaptionItem>): Promise<CaptionItem> {
  const key = `captions/${randomUUID()}.vtt`;
  await withTextFile(text, (file) => storage().putFile(file, key));
  try {
    return await transaction((tx) => write(tx, key));
  } catch (error) {
    if (isAppError(error)) await storage().remove(key);
    throw error;
  }
}

/** The file is no longer named: whoever has begun to read it finishes. */
function removeAfterCommit(tx: Tx, key: string): void {
  afterCommit(tx, `caption:${key}`, () => storage().remove(key));
}

async function requireFreeLabel(tx: Tx, videoId: number, label: string, captionId = 0): Promise<void> {
  const [other] = await tx.select({ id: videoCaption.id }).from(videoCaption).where(and(eq(videoCaption.videoId, videoId), ne(videoCaption.id, captionId), sql`lower(${videoCaption.label}) = lower(${label})`));
  if (other) throw invalidFields({ label: ["This video has captions of that name."] });
}

async function clearDefault(tx: Tx, videoId: number): Promise<void> {
  await tx.update(videoCaption).set({ isDefault: false }).where(and(eq(videoCaption.videoId, videoId), videoCaption.isDefault));
}

/** The captions under the lock of their video. @throws AppError unauthenticated, not_found */
async function lockCaption(tx: Tx, actor: Actor, videoId: number, captionId: number): Promise<CaptionRow> {
  await lockVideo(tx, actor, videoId, canManageVideo);
  const [row] = await tx.select().from(videoCaption).where(and(eq(videoCaption.videoId, videoId), eq(videoCaption.id, captionId)));
  if (!row) throw new AppError("not_found");
  return row;
}

/**
 * Gives a video captions: WebVTT or SubRip, checked by content and kept as WebVTT.
 * @throws AppError unauthenticated, not_found, invalid_input, too_large, conflict where it has too many
 */
export async function addCaption(actor: Actor, videoId: number, { language, label, default: wished }: NewCaption, bytes: Uint8Array): Promise<CaptionItem> {
  await requireVideo(actor, videoId, canManageVideo);
  return storeFor(readCaptions(bytes), async (tx, storageKey) => {
    await lockVideo(tx, actor, videoId, canManageVideo);
    if ((await tx.$count(videoCaption, eq(videoCaption.videoId, videoId))) >= settings.videoMaxCaptions) throw new AppError("conflict", `A video has at most ${settings.videoMaxCaptions} captions.`);
    await requireFreeLabel(tx, videoId, label);
    const isDefault = wished === "true";
    if (isDefault) await clearDefault(tx, videoId);
    const [row] = await tx.insert(videoCaption).values({ videoId, language, label, isDefault, storageKey }).returning();
    await recordAudit(tx, actor, { action: "video.caption_added", target: { type: "video", id: videoId }, details: { captionId: row!.id, language, label } });
    return toCaption(row!);
  });
}

/** Puts another file in the place of captions. @throws AppError unauthenticated, not_found, invalid_input, too_large */
export async function replaceCaption(actor: Actor, { videoId, captionId }: { videoId: number; captionId: number }, bytes: Uint8Array): Promise<CaptionItem> {
  await requireVideo(actor, videoId, canManageVideo);
  return storeFor(readCaptions(bytes), async (tx, storageKey) => {
    const before = await lockCaption(tx, actor, videoId, captionId);
    const [row] = await tx.update(videoCaption).set({ storageKey, updatedAt: sql`now()` }).where(eq(videoCaption.id, captionId)).returning();
    removeAfterCommit(tx, before.storageKey);
    await recordAudit(tx, actor, { action: "video.caption_replaced", target: { type: "video", id: videoId }, details: { captionId, label: before.label } });
    return toCaption(row!);
  });
}

/** Changes what captions are called, or whether a player begins with them. @throws AppError unauthenticated, not_found, invalid_input for a name that is taken */
export async function changeCaption(actor: Actor, { videoId, captionId }: { videoId: number; captionId: number }, input: ChangeCaptionInput): Promise<CaptionItem> {
  return transaction(async (tx) => {
    const before = await lockCaption(tx, actor, videoId, captionId);
    const after = { language: input.language ?? before.language, label: input.label ?? before.label, isDefault: input.default ?? before.isDefault };
    const changed = (["language", "label", "isDefault"] as const).filter((key) => after[key] !== before[key]);
    if (changed.length === 0) return toCaption(before);
    if (changed.includes("label")) await requireFreeLabel(tx, videoId, after.label, captionId);
    if (after.isDefault && !before.isDefault) await clearDefault(tx, videoId);
    const [row] = await tx.update(videoCaption).set({ ...after, updatedAt: sql`now()` }).where(eq(videoCaption.id, captionId)).returning();
    const details = { captionId, ...Object.fromEntries(changed.map((key) => [key, { from: before[key], to: after[key] }])) };
    await recordAudit(tx, actor, { action: "video.caption_changed", target: { type: "video", id: videoId }, details });
    return toCaption(row!);
  });
}

/** Takes captions away. @throws AppError unauthenticated, not_found */
export async function deleteCaption(actor: Actor, { videoId, captionId }: { videoId: number; captionId: number }): Promise<void> {
  await transaction(async (tx) => {
    const { storageKey, language, label } = await lockCaption(tx, actor, videoId, captionId);
    await tx.delete(videoCaption).where(eq(videoCaption.id, captionId));
    removeAfterCommit(tx, storageKey);
    await recordAudit(tx, actor, { action: "video.caption_deleted", target: { type: "video", id: videoId }, details: { captionId, language, label } });
  });
}
