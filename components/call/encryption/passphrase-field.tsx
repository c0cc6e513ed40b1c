"use client";

import Copy from "@lucide/icons/icons/copy";
import Dices from "@lucide/icons/icons/dices";
import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { keepPassphrase, linkWith, makePassphrase, onPassphrase, passphraseMin, readPassphrase, takeFromAddress, usablePassphrase } from "@/components/call/encryption/passphrase";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

/** The passphrase of a room's calls, as far as it was typed in this tab. */
export function useTypedPassphrase(slug: string): string {
  return useSyncExternalStore(onPassphrase, () => readPassphrase(slug) ?? "", () => "");
}

/** Copies the room's link with the passphrase in it, and says whether that worked. */
export function CopyKeyLink({ slug, passphrase }: { slug: string; passphrase: string }) {
  const t = useTranslations("encryption");
  const copy = () => copyText(linkWith(slug, passphrase), { copied: t("copied"), failed: t("copyFailed") });
  return (
    <Button icon={<Icon of={Copy} size={16} />} onClick={() => void copy()}>
      {t("copyLink")}
    </Button>
  );
}

/** Where the passphrase is typed, made, or passed on. It stays in this tab. */
export function PassphraseField({ slug, value, onChange, hint }: { slug: string; value: string; onChange: (typed: string) => void; hint: string }) {
  const t = useTranslations("encryption");
  const usable = usablePassphrase(value);
  return (
    <div className="grid gap-3">
      <Field name="passphrase" label={t("passphrase")} hint={value !== "" && usable === null ? t("tooShort", { min: passphraseMin }) : hint}>
        {(ids) => <Input {...ids} name="passphrase" value={value} onChange={(event) => onChange(event.target.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={200} className="font-mono" />}
      </Field>
      <div className="flex flex-wrap gap-2">
        {value === "" && (
          <Button icon={<Icon of={Dices} size={16} />} onClick={() => onChange(makePassphrase())}>
            {t("make")}
          </Button>
        )}
        {usable !== null && <CopyKeyLink slug={slug} passphrase={usable} />}
      </div>
    </div>
  );
}

/** The same at the door: what is typed counts at once, and an invitation's address fills it in. */
export function DoorPassphrase({ slug, hint }: { slug: string; hint: string }) {
  const typed = useTypedPassphrase(slug);
  useEffect(() => takeFromAddress(slug), [slug]);
  return <PassphraseField slug={slug} value={typed} onChange={(next) => keepPassphrase(slug, next)} hint={hint} />;
}
