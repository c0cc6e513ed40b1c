"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { AskedAction } from "@/components/account/security/asked-action";
import { NameDialog } from "@/components/account/security/name-dialog";
import { useSecurityAction } from "@/components/account/security/use-security-action";
import { Button } from "@/components/ui/button";
import type { Result } from "@/lib/core/result";

export type PasskeyRowActions = {
  rename: (input: { id: number; name: string }) => Promise<Result<unknown>>;
  remove: (input: { id: number }) => Promise<Result<unknown>>;
};

/** What can be done with one passkey. */
export function PasskeyRow({ id, name, canRemove, actions }: { id: number; name: string; canRemove: boolean; actions: PasskeyRowActions }) {
  const t = useTranslations("security.passkeys");
  const [isOpen, setOpen] = useState(false);
  const { run, problem, isPending, forgetProblem } = useSecurityAction();
  return (
    <div className="flex flex-wrap justify-end gap-2 sm:flex-nowrap">
      <Button
        look="plain"
        aria-label={t("renameOf", { name })}
        onClick={() => {
          forgetProblem();
          setOpen(true);
        }}
      >
        {t("rename")}
      </Button>
      <NameDialog key={name} open={isOpen} onClose={() => setOpen(false)} title={t("renameOf", { name })} name={name} confirm={t("save")} isPending={isPending} problem={problem} onConfirm={(to) => run(() => actions.rename({ id, name: to }), () => setOpen(false))} />
      {canRemove && (
        <AskedAction
          look="plain"
          label={t("removeOf", { name })}
          action={() => actions.remove({ id })}
          words={{ open: t("remove"), title: t("removeTitle", { name }), text: t("removeText"), confirm: t("remove"), done: t("removed", { name }) }}
        />
      )}
    </div>
  );
}
