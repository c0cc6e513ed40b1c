"use client";

import { useParticipants } from "@livekit/components-react";
import { RoomEvent } from "livekit-client";
import ShieldAlert from "@lucide/icons/icons/shield-alert";
import ShieldCheck from "@lucide/icons/icons/shield-check";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BarButton } from "@/components/call/bar-button";
import { EncryptionDialog } from "@/components/call/encryption/encryption-dialog";
import { useUndecryptable } from "@/components/call/encryption/use-undecryptable";
import { Icon } from "@/components/ui/icon";

const changes = [RoomEvent.ParticipantEncryptionStatusChanged, RoomEvent.TrackPublished, RoomEvent.TrackUnpublished, RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished, RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected];

/** Whether everything that is sent in the call is encrypted, and all of it can be decrypted here. */
function useIsWhole(): boolean {
  const people = useParticipants({ updateOnlyOn: changes });
  const failing = useUndecryptable();
  return failing.size === 0 && people.every((person) => [...person.trackPublications.values()].every((each) => each.isEncrypted));
}

/** The sign of an encrypted call; behind it what is covered, and the passphrase. */
export function EncryptionBadge({ slug }: { slug: string }) {
  const t = useTranslations("encryption");
  const [isOpen, setOpen] = useState(false);
  const isWhole = useIsWhole();
  return (
    <>
      <BarButton label={t(isWhole ? "whole" : "notWhole")} icon={isWhole ? <Icon of={ShieldCheck} size={20} /> : <Icon of={ShieldAlert} size={20} className="text-danger" />} onClick={() => setOpen(true)} />
      <EncryptionDialog slug={slug} open={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
