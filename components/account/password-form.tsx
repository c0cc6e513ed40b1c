"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { PasswordInput, type PasswordWords } from "@/components/account/password-input";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SaveBar } from "@/components/ui/save-bar";

type Words = { current: string; next: string; hint: string; submit: string; saved: string; eye: PasswordWords };

/** A new password, for somebody who knows the old one. */
export function PasswordForm({ action, words }: { action: FormAction; words: Words }) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} noValidate className="grid max-w-card gap-4">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <Field name="current_password" label={words.current} errors={state?.fields?.current_password}>
        {(ids) => <PasswordInput {...ids} name="current_password" autoComplete="current-password" required words={words.eye} />}
      </Field>
      <Field name="new_password" label={words.next} hint={words.hint} errors={state?.fields?.new_password}>
        {(ids) => <PasswordInput {...ids} name="new_password" autoComplete="new-password" required words={words.eye} />}
      </Field>
      <SaveBar save={words.submit} saved={words.saved} isSaved={state?.ok ?? false} />
    </form>
  );
}
