"use client";

import { LiveForm } from "@/components/call/recording/live-form";
import { LiveStatus } from "@/components/call/recording/live-status";
import { useCapture } from "@/components/call/recording/use-recording";

/** Going live, and while that lasts how it stands. */
export function LiveDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const stream = useCapture("stream");
  return stream ? <LiveStatus key={stream.id} slug={slug} id={stream.id} onClose={onClose} /> : <LiveForm slug={slug} onClose={onClose} />;
}
