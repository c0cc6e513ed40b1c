"use client";

import { useActionState, useEffect, useRef } from "react";
import type { ApplicationFormAction, ApplicationTexts } from "@/components/admin/application-texts";
import { IssuedSecret } from "@/components/admin/issued-secret";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Textarea } from "@/components/ui/input";
import { SaveBar } from "@/components/ui/save-bar";
import { scopes, type ApplicationItem } from "@/lib/applications/contract";

type Values = Pick<ApplicationItem, "id" | "name" | "allowedDomains" | "scopes" | "mayCreatePublicRooms" | "mayCreateUsers">;

/** Registers a program, or changes what one may do. Works without scripts: the server renders what the action answered. */
export function ApplicationForm({ action, values, texts }: { action: ApplicationFormAction; values?: Values; texts: ApplicationTexts }) {
  const [state, send] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  if (state?.issued) return <IssuedSecret issued={state.issued} texts={texts} />;
  const shown = state?.typed ?? { name: values?.name ?? "", allowedDomains: (values?.allowedDomains ?? []).join("\n"), scopes: values?.scopes ?? [], mayCreatePublicRooms: values?.mayCreatePublicRooms ?? false, mayCreateUsers: values?.mayCreateUsers ?? false };
  const fields = state?.fields ?? {};
  return (
    <form ref={form} action={send} noValidate className="grid max-w-text gap-5">
      <FormError>{state?.error}</FormError>
      {values && <input type="hidden" name="id" value={values.id} />}
      <Field name="name" label={texts.name} hint={texts.nameHint} errors={fields.name}>
        {(ids) => <Input {...ids} name="name" autoComplete="off" defaultValue={shown.name} dir="auto" />}
      </Field>
      <Field name="allowedDomains" label={texts.domains} hint={texts.domainsHint} errors={fields.allowedDomains}>
        {(ids) => <Textarea {...ids} name="allowedDomains" rows={3} autoCapitalize="none" spellCheck={false} defaultValue={shown.allowedDomains} />}
      </Field>
      <fieldset>
        <legend className="text-ui font-medium">{texts.scopes}</legend>
        {scopes.map((scope) => (
          <Checkbox key={`${scope}${shown.scopes.includes(scope)}`} name="scopes" value={scope} label={texts.scope[scope]} hint={scope} defaultChecked={shown.scopes.includes(scope)} />
        ))}
        <Checkbox key={`public${shown.mayCreatePublicRooms}`} name="mayCreatePublicRooms" label={texts.publicRooms} hint={texts.publicRoomsHint} defaultChecked={shown.mayCreatePublicRooms} />
        <Checkbox key={`users${shown.mayCreateUsers}`} name="mayCreateUsers" label={texts.createUsers} hint={texts.createUsersHint} defaultChecked={shown.mayCreateUsers} />
      </fieldset>
      <SaveBar save={values ? texts.save : texts.create} saved={texts.saved} isSaved={state?.ok ?? false} />
    </form>
  );
}
