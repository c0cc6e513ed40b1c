"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { CodeInput } from "@/components/account/code-input";
import type { CodesFormAction } from "@/components/account/form-state";
import { RecoveryCodes } from "@/components/account/security/recovery-codes";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** The first code of an app that has learnt its secret; then the recovery codes. `children` is what the app learns from. */
export function AuthenticatorForm({ action, children }: { action: CodesFormAction; children: ReactNode }) {
  const t = useTranslations("security.setup");
  const [state, send] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  if (state?.codes) return <RecoveryCodes codes={state.codes} />;
  return (
    <div className="grid gap-6">
      {children}
      <form ref={form} action={send} noValidate className="grid max-w-card gap-4">
        <FormError>{state?.error}</FormError>
        <CodeInput label={t("code")} errors={state?.fields?.code} />
        <div>
          <SubmitButton>{t("submit")}</SubmitButton>
        </div>
      </form>
    </div>
  );
}
