"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

type Words = { name: string; nameHint: string; email: string; language: string; save: string; saved: string };

/** One's own name and language. */
export function ProfileForm({
  action,
  profile,
  languages,
  words,
}: {
  action: FormAction;
  profile: { name: string; email: string; locale: string };
  languages: readonly { value: string; label: string }[];
  words: Words;
}) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} noValidate className="grid max-w-card gap-4">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <Field name="name" label={words.name} hint={words.nameHint} errors={state?.fields?.name}>
        {(ids) => <Input {...ids} name="name" autoComplete="name" required defaultValue={state?.typed.name ?? profile.name} />}
      </Field>
      <Field name="email" label={words.email}>
        {(ids) => <Input {...ids} type="email" readOnly value={profile.email} />}
      </Field>
      <Field name="locale" label={words.language} errors={state?.fields?.locale}>
        {(ids) => (
          <Select {...ids} key={state?.typed.locale ?? profile.locale} name="locale" defaultValue={state?.typed.locale ?? profile.locale}>
            {languages.map(({ value, label }) => (
              <option key={value} value={value} lang={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex items-center gap-4">
        <SubmitButton>{words.save}</SubmitButton>
        <p role="status" className="text-ui text-muted">
          {state?.ok ? words.saved : null}
        </p>
      </div>
    </form>
  );
}
