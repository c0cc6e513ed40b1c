import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import type { UserActor } from "@/lib/authz/actor";
import { env } from "@/lib/platform/env";
import { writeSampleClip, type SampleClip } from "@/lib/platform/media/sample-clip";
import { createVideoFromUpload } from "@/lib/videos/commands/create-video-from-upload";
import type { UploadMetadata } from "@/lib/videos/contract";
import { makeVideoPoster, makeVideoStoryboard, probeVideo, publishVideo, transcodeVideo } from "@/lib/videos/pipeline/steps";

/** A path for a file of a test, below its data folder. */
export async function testFile(name: string): Promise<string> {
  const folder = path.join(env().DATA_DIR, "made", randomUUID());
  await mkdir(folder, { recursive: true });
  return path.join(folder, name);
}

/** An upload of given bytes, or of a generated clip, that has become a pending video. */
export async function uploadForTest(actor: UserActor, source: SampleClip | Buffer, metadata: Partial<UploadMetadata> = {}): Promise<number> {
  const file = await testFile("clip.mp4");
  if (Buffer.isBuffer(source)) await writeFile(file, source);
  else await writeSampleClip(file, source);
  return uploadFileForTest(actor, file, metadata);
}

export async function uploadFileForTest(actor: UserActor, file: string, metadata: Partial<UploadMetadata> = {}): Promise<number> {
  return createVideoFromUpload(actor, {
    uploadId: randomUUID(), localFile: file, sizeBytes: 1, metadata: { filename: path.basename(file), title: "A clip", ...metadata },
  });
}

/** All steps of processing, as the job runs them. @returns whether an output was published */
export async function processForTest(videoId: number, token: string = randomUUID()): Promise<boolean> {
  const plan = await probeVideo(videoId, token);
  const converted = plan && (await transcodeVideo(plan));
  if (!plan || !converted || !(await makeVideoPoster(plan)) || !(await makeVideoStoryboard(plan))) return false;
  return (await publishVideo(plan, converted.seconds)) === true;
}

export async function videoRow(videoId: number): Promise<typeof video.$inferSelect> {
  const [row] = await db().select().from(video).where(eq(video.id, videoId));
  return row!;
}
