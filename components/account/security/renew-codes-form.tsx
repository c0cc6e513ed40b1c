"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import type { CodesFormAction } from "@/components/account/form-state";
import { RecoveryCodes } from "@/components/account/security/recovery-codes";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** Makes new recovery codes and shows them, once. */
export function RenewCodesForm({ action }: { action: CodesFormAction }) {
  const t = useTranslations("security.codes");
  const [state, send] = useActionState(action, null);
  if (state?.codes) return <RecoveryCodes codes={state.codes} />;
  return (
    <form action={send} className="grid max-w-text gap-4">
      <FormError>{state?.error}</FormError>
      <p>{t("renewText")}</p>
      <div>
        <SubmitButton>{t("renew")}</SubmitButton>
      </div>
    </form>
  );
}
