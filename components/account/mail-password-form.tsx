"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

/** A first password, for somebody who signs in without one: by a link to their mailbox. */
export function MailPasswordForm({ action, words }: { action: FormAction; words: { submit: string; sent: string } }) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} className="grid max-w-card gap-4">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton look="quiet">{words.submit}</SubmitButton>
        <p role="status" className="text-ui text-muted">
          {state?.ok ? words.sent : null}
        </p>
      </div>
    </form>
  );
}
