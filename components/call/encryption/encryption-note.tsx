"use client";

import { useParticipants } from "@livekit/components-react";
import { RoomEvent } from "livekit-client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EncryptionDialog } from "@/components/call/encryption/encryption-dialog";
import { useUndecryptable } from "@/components/call/encryption/use-undecryptable";
import { Note } from "@/components/call/note";
import { Button } from "@/components/ui/button";

/** Says who cannot be decrypted, with a way to type the passphrase again; nothing where all is well. */
export function EncryptionNote({ slug }: { slug: string }) {
  const t = useTranslations("encryption");
  const people = useParticipants({ updateOnlyOn: [RoomEvent.ParticipantNameChanged] });
  const failing = useUndecryptable();
  const [isOpen, setOpen] = useState(false);
  const [first] = failing;
  if (first === undefined) return null;
  const name = people.find(({ identity }) => identity === first)?.name ?? first;
  return (
    <>
      <Note text={t("failing", { name, others: failing.size - 1 })} action={<Button onClick={() => setOpen(true)}>{t("typeAgain")}</Button>} />
      <EncryptionDialog slug={slug} open={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
