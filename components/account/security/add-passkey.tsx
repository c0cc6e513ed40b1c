"use client";

import KeyRound from "@lucide/icons/icons/key-round";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isTurnedAway, makePasskey } from "@/components/account/passkey-ceremony";
import { NameDialog } from "@/components/account/security/name-dialog";
import { useSecurityAction } from "@/components/account/security/use-security-action";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { notify } from "@/components/ui/notify";
import type { PasskeyRegistration } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";

export type AddPasskeyActions = {
  begin: () => Promise<Result<Parameters<typeof makePasskey>[0]>>;
  finish: (input: { registration: PasskeyRegistration; name: string }) => Promise<Result<unknown>>;
};

/** Has the browser make a passkey and keeps its public half under a name. */
export function AddPasskey({ suggestedName, actions }: { suggestedName: string; actions: AddPasskeyActions }) {
  const t = useTranslations("security.passkeys");
  const [isOpen, setOpen] = useState(false);
  const { run, problem, isPending, forgetProblem } = useSecurityAction();
  const add = async (name: string) => {
    const begun = await actions.begin();
    if (!begun.ok) return begun;
    const registration = await makePasskey(begun.data).catch((error: unknown) => {
      // Turned away, or a passkey of this device is in the list already: the browser has said so itself.
      if (isTurnedAway(error) || (error instanceof Error && error.name === "InvalidStateError")) return null;
      throw error;
    });
    return registration && actions.finish({ registration, name });
  };
  const done = () => {
    setOpen(false);
    notify({ text: t("addedNotice") });
  };
  return (
    <>
      <Button
        icon={<Icon of={KeyRound} size={18} strokeWidth={1.75} />}
        onClick={() => {
          forgetProblem();
          setOpen(true);
        }}
      >
        {t("add")}
      </Button>
      <NameDialog open={isOpen} onClose={() => setOpen(false)} title={t("add")} text={t("addText")} name={suggestedName} confirm={t("continue")} isPending={isPending} problem={problem} onConfirm={(name) => run(() => add(name), done)} />
    </>
  );
}
