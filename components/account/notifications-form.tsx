"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { Switch } from "@/components/ui/choice";
import { FormError } from "@/components/ui/form-error";
import { SaveBar } from "@/components/ui/save-bar";

type Kind = { name: string; label: string; hint: string; isOn: boolean };

/** Which mails one gets besides those about one's own account. */
export function NotificationsForm({ action, kinds, words }: { action: FormAction; kinds: readonly Kind[]; words: { always: string; alwaysHint: string; save: string; saved: string } }) {
  const [state, send] = useActionState(action, null);
  return (
    <form action={send} className="grid max-w-card gap-2">
      <FormError>{state?.error}</FormError>
      {kinds.map(({ name, label, hint, isOn }) => (
        <Switch key={`${name}-${isOn}`} name={name} label={label} hint={hint} defaultChecked={isOn} />
      ))}
      <Switch label={words.always} hint={words.alwaysHint} defaultChecked disabled />
      <SaveBar save={words.save} saved={words.saved} isSaved={state?.ok ?? false} />
    </form>
  );
}
