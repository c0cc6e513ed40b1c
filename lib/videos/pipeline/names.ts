import type { Attempt } from "@/lib/videos/commands/begin-processing";

/** The finished parts of an attempt's output gather here until it is published. */
export function stagedName(attempt: Pick<Attempt, "videoId" | "generation">): string {
  return `video-${attempt.videoId}-g${attempt.generation}`;
}

/** A step that is repeated writes to a folder of its own and renames it at the end. */
export function trialName(attempt: Pick<Attempt, "videoId" | "generation">, trial: string): string {
  return `${stagedName(attempt)}-${trial}`;
}

/** Whose work a folder holds; null for a folder that is not ours. */
export function parseWorkName(name: string): { videoId: number; generation: number } | null {
  const match = /^video-(\d+)-g(\d+)(?:-[\w-]+)?$/.exec(name);
  return match ? { videoId: Number(match[1]), generation: Number(match[2]) } : null;
}

/** Folder in storage of a published output. */
export function outputPrefix(attempt: Pick<Attempt, "videoId" | "generation">): string {
  return `videos/${attempt.videoId}/g${attempt.generation}`;
}
