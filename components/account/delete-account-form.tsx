"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

type Words = { shared: string; keep: string; remove: string; email: string; submit: string; cancel: string };

/** The last word about one's account: what becomes of shared videos, and the address typed as a signature. */
export function DeleteAccountForm({ action, sharedVideos, words }: { action: FormAction; sharedVideos: number; words: Words }) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} noValidate className="grid max-w-text gap-5">
      <FormError>{state?.error}</FormError>
      {sharedVideos > 0 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-ui font-medium">{words.shared}</legend>
          <Radio value="keep" label={words.keep} isFirst />
          <Radio value="delete" label={words.remove} />
        </fieldset>
      ) : (
        <input type="hidden" name="shared" value="keep" />
      )}
      <Field name="email" label={words.email} errors={state?.fields?.email} className="max-w-card">
        {(ids) => <Input {...ids} name="email" type="email" autoComplete="off" autoCapitalize="none" required defaultValue={state?.typed.email} />}
      </Field>
      <div className="flex flex-wrap gap-3">
        <SubmitButton look="danger">{words.submit}</SubmitButton>
        <ButtonLink href="/settings/data">{words.cancel}</ButtonLink>
      </div>
    </form>
  );
}

function Radio({ value, label, isFirst = false }: { value: string; label: string; isFirst?: boolean }) {
  return (
    <label className="target flex items-center gap-3 text-ui">
      <input type="radio" name="shared" value={value} defaultChecked={isFirst} className="size-5 shrink-0" />
      {label}
    </label>
  );
}
