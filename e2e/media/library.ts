import { randomUUID } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { video } from "@/db/schema/videos";
import { expect } from "@/e2e/fixtures";
import { makeClip } from "@/e2e/media/clip";
import type { UserActor } from "@/lib/authz/actor";
import { createVideoFromUpload } from "@/lib/videos/commands/create-video-from-upload";

/** A private video of this person that is ready to be played; made by the product's own worker from a clip so small that a long one costs little. */
export async function newVideo(owner: UserActor, title: string, seconds: number): Promise<number> {
  const folder = path.join(process.env.DATA_DIR as string, "made-for-tests", randomUUID());
  await mkdir(folder, { recursive: true });
  const localFile = await makeClip(path.join(folder, "clip.mp4"), { seconds, width: 320, height: 180, rate: 10 });
  const { size: sizeBytes } = await stat(localFile);
  const id = await createVideoFromUpload(owner, { uploadId: randomUUID(), localFile, sizeBytes, metadata: { filename: "clip.mp4", title, visibility: "private" } });
  const status = async () => (await db().select({ status: video.processingStatus }).from(video).where(eq(video.id, id)))[0]?.status;
  await expect.poll(status, { message: "the video is processed", timeout: 180_000 }).toBe("ready");
  return id;
}
