"use client";

import { useRoomContext } from "@livekit/components-react";
import Copy from "@lucide/icons/icons/copy";
import Mail from "@lucide/icons/icons/mail";
import { useTranslations } from "next-intl";
import { linkWith, readPassphrase, usablePassphrase } from "@/components/call/encryption/passphrase";
import { Button, buttonClass } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

/** The link to the call, and for who may add members (`mayAdd`) the way to invite them by mail. In an encrypted call the link holds the passphrase, which nobody hands on without being told. */
export function InviteDialog({ slug, mayAdd, open, onClose }: { slug: string; mayAdd: boolean; open: boolean; onClose: () => void }) {
  const t = useTranslations("callHost.invite");
  const { options } = useRoomContext();
  const passphrase = options.encryption === undefined ? null : usablePassphrase(readPassphrase(slug));
  const link = open ? (passphrase === null ? `${location.origin}/r/${encodeURIComponent(slug)}/call` : linkWith(slug, passphrase)) : "";
  const copy = async () => {
    if (await copyText(link, { copied: t("copied"), failed: t("copyFailed") })) onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("title")}
      text={t("text")}
      closeLabel={t("close")}
      actions={
        <>
          {mayAdd && (
            <a className={buttonClass()} href={`/r/${encodeURIComponent(slug)}/members`} target="_blank" rel="noreferrer">
              <Icon of={Mail} size={16} /> {t("byMail")}
            </a>
          )}
          <Button look="primary" icon={<Icon of={Copy} size={16} />} onClick={() => void copy()}>
            {t("copy")}
          </Button>
        </>
      }
    >
      <Field name="callLink" label={t("link")} hint={passphrase === null ? undefined : t("withPassphrase")}>
        {(ids) => <Input {...ids} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />}
      </Field>
    </Dialog>
  );
}
