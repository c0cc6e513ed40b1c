"use client";

import { useRoomContext } from "@livekit/components-react";
import { lazyPart } from "@/components/ui/lazy-part";

const Badge = lazyPart(() => import("@/components/call/encryption/encryption-badge").then((module) => module.EncryptionBadge));
const Note = lazyPart(() => import("@/components/call/encryption/encryption-note").then((module) => module.EncryptionNote));

/** Whether what this person sends in the call is encrypted. */
function useIsEncrypted(): boolean {
  return useRoomContext().options.encryption !== undefined;
}

/** The sign of an encrypted call in the bar; nothing in others, and no code for it. */
export function EncryptionBadgeSlot({ slug }: { slug: string }) {
  return useIsEncrypted() && <Badge slug={slug} />;
}

/** Who cannot be decrypted, above the tiles. */
export function EncryptionNoteSlot({ slug }: { slug: string }) {
  return useIsEncrypted() && <Note slug={slug} />;
}
