"use client";

import { useActionState } from "react";
import { CodeInput } from "@/components/account/code-input";
import type { FormAction } from "@/components/account/form-state";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** Confirms by the code of an app instead of the password. */
export function ConfirmCodeForm({ action, next, words }: { action: FormAction; next: string; words: { code: string; submit: string } }) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} noValidate className="grid gap-4 border-t border-hairline pt-6">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <input type="hidden" name="next" value={next} />
      <CodeInput label={words.code} isRecovery errors={state?.fields?.code} />
      <SubmitButton look="quiet" className="w-full">
        {words.submit}
      </SubmitButton>
    </form>
  );
}
