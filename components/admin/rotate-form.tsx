"use client";

import { useActionState } from "react";
import type { ApplicationFormAction, ApplicationTexts } from "@/components/admin/application-texts";
import { IssuedSecret } from "@/components/admin/issued-secret";
import { Checkbox } from "@/components/ui/choice";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** Makes a new secret and shows it, once. */
export function RotateForm({ action, id, texts }: { action: ApplicationFormAction; id: number; texts: ApplicationTexts }) {
  const [state, send] = useActionState(action, null);
  if (state?.issued) return <IssuedSecret issued={state.issued} texts={texts} />;
  return (
    <form action={send} className="grid max-w-text gap-3">
      <FormError>{state?.error}</FormError>
      <input type="hidden" name="id" value={id} />
      <Checkbox name="endOldNow" label={texts.endOldNow} hint={texts.endOldNowHint} />
      <div>
        <SubmitButton look="quiet">{texts.rotate}</SubmitButton>
      </div>
    </form>
  );
}
