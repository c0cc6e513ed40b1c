"use client";

import { useRoomContext } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { changePassphrase } from "@/components/call/encryption/encrypt";
import { keepPassphrase, usablePassphrase } from "@/components/call/encryption/passphrase";
import { PassphraseField, useTypedPassphrase } from "@/components/call/encryption/passphrase-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** What the encryption of this call covers, the passphrase to pass on, and a way to use another one. */
export function EncryptionDialog({ slug, open, onClose }: { slug: string; open: boolean; onClose: () => void }) {
  const t = useTranslations("encryption");
  const room = useRoomContext();
  const kept = useTypedPassphrase(slug);
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? kept;
  const usable = usablePassphrase(value);
  const close = () => {
    setTyped(null);
    onClose();
  };
  const use = async () => {
    if (usable === null) return;
    await changePassphrase(room, usable);
    keepPassphrase(slug, usable);
    close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("title")}
      text={t("covers")}
      closeLabel={t("close")}
      actions={
        <Button look="primary" disabled={usable === null || usable === usablePassphrase(kept)} onClick={() => void use()}>
          {t("use")}
        </Button>
      }
    >
      <PassphraseField slug={slug} value={value} onChange={setTyped} hint={t("sameForAll")} />
    </Dialog>
  );
}
