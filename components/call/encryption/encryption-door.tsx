"use client";

import ShieldCheck from "@lucide/icons/icons/shield-check";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { canEncrypt } from "@/components/call/encryption/passphrase";
import { DoorPassphrase } from "@/components/call/encryption/passphrase-field";
import { ErrorNote } from "@/components/ui/error-note";
import { Icon } from "@/components/ui/icon";

const never = () => () => {};

/** Before an encrypted call: what that means, the passphrase, and whether this browser can do it at all. */
export function EncryptionDoor({ slug }: { slug: string }) {
  const t = useTranslations("encryption");
  const isAble = useSyncExternalStore(never, canEncrypt, () => true);
  if (!isAble) return <ErrorNote title={t("unsupported")} todo={t("unsupportedTodo")} />;
  return (
    <section aria-labelledby="encryption" className="grid gap-3 rounded-card border border-hairline p-4">
      <h2 id="encryption" className="flex items-center gap-2 text-ui font-semibold">
        <Icon of={ShieldCheck} size={18} className="text-accent" />
        {t("title")}
      </h2>
      <p className="text-sm text-muted">{t("covers")}</p>
      <DoorPassphrase slug={slug} hint={t("hint")} />
    </section>
  );
}
