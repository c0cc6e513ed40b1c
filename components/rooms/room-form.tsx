"use client";

import { useActionState } from "react";
import type { RoomTexts } from "@/components/rooms/texts";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RoomDefaults } from "@/lib/rooms/contract";

/** What the form shows after it was refused: words in the reader's language, and what was typed. */
export type RoomFormState = { error: string; fields: Record<string, string[]>; typed: Record<string, string> } | null;

/** Makes a room, for `owner` where moderators make it for somebody else. Works without scripts: the server renders what the action answered. */
export function RoomForm({ action, owner, slug, defaults, optional, texts }: { action: (previous: RoomFormState, form: FormData) => Promise<RoomFormState>; owner?: number; slug: string; defaults: RoomDefaults; optional: string; texts: RoomTexts }) {
  const [state, send] = useActionState(action, null);
  const { typed = {}, fields = {} } = state ?? {};
  return (
    <form action={send} noValidate className="grid max-w-text gap-5">
      <FormError>{fields.owner?.[0] ?? state?.error}</FormError>
      {owner !== undefined && <input type="hidden" name="owner" value={owner} />}
      <Field name="name" label={texts.name} hint={texts.nameHint} errors={fields.name}>
        {(ids) => <Input {...ids} name="name" autoComplete="off" autoFocus defaultValue={typed.name} dir="auto" />}
      </Field>
      <Field name="slug" label={texts.slug} hint={texts.slugHint} optional={optional} errors={fields.slug}>
        {(ids) => <Input {...ids} name="slug" autoComplete="off" autoCapitalize="none" spellCheck={false} defaultValue={typed.slug ?? slug} />}
      </Field>
      <Field name="access_level" label={texts.access} errors={fields.access_level}>
        {(ids) => (
          <Select key={typed.access_level} {...ids} name="access_level" defaultValue={typed.access_level ?? defaults.access_level ?? "public"}>
            <option value="public">{texts.accessPublic}</option>
            <option value="authenticated">{texts.accessAuthenticated}</option>
            <option value="restricted">{texts.accessRestricted}</option>
          </Select>
        )}
      </Field>
      <Checkbox name="listed" label={texts.listed} hint={texts.listedHint} defaultChecked={state ? typed.listed === "on" : defaults.listed} />
      <div>
        <SubmitButton>{texts.create}</SubmitButton>
      </div>
    </form>
  );
}
