"use client";

import { useActionState } from "react";
import type { FormAction } from "@/components/account/form-state";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/input";
import { SaveBar } from "@/components/ui/save-bar";
import type { RoomDefaults } from "@/lib/rooms/contract";

type Words = { access: string; accessPublic: string; accessAuthenticated: string; accessRestricted: string; listed: string; listedHint: string; save: string; saved: string };

/** What one's new rooms start with; each room can differ. */
export function RoomDefaultsForm({ action, defaults, words }: { action: FormAction; defaults: RoomDefaults; words: Words }) {
  const [state, send] = useActionState(action, null);
  const access = state?.typed.access_level ?? defaults.access_level ?? "public";
  return (
    <form action={send} className="grid max-w-card gap-4">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <Field name="access_level" label={words.access} errors={state?.fields?.access_level}>
        {(ids) => (
          <Select {...ids} key={access} name="access_level" defaultValue={access}>
            <option value="public">{words.accessPublic}</option>
            <option value="authenticated">{words.accessAuthenticated}</option>
            <option value="restricted">{words.accessRestricted}</option>
          </Select>
        )}
      </Field>
      <Checkbox key={`listed-${defaults.listed}`} name="listed" label={words.listed} hint={words.listedHint} defaultChecked={defaults.listed ?? false} />
      <SaveBar save={words.save} saved={words.saved} isSaved={state?.ok ?? false} />
    </form>
  );
}
