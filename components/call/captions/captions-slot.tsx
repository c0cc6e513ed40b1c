"use client";

import { useRoomContext } from "@livekit/components-react";
import { CaptionsPart } from "@/components/call/captions/captions-part";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";

/** Captions go through the call unencrypted and are kept: an encrypted call has none. */
export function CaptionsSlot({ slug, onSwitch }: { slug: string; onSwitch: (captions: CaptionsSwitch) => void }) {
  const isEncrypted = useRoomContext().options.encryption !== undefined;
  return !isEncrypted && <CaptionsPart slug={slug} onSwitch={onSwitch} />;
}
