"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import type { FormAction } from "@/components/account/form-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { locales, userRoles, type Locale } from "@/lib/accounts/contract";

/** Languages by their own names, as everywhere. */
const languages: Record<Locale, string> = { en: "English", de: "Deutsch", fr: "Français" };

/** Invites one person: where to, as what, in which language. Works without scripts. */
export function InviteForm({ action, locale }: { action: FormAction; locale: Locale }) {
  const t = useTranslations("users");
  const [state, send] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  const fields = state?.fields ?? {};
  const typed = state?.typed ?? {};
  return (
    <form ref={form} action={send} noValidate className="grid max-w-text gap-5">
      <FormError>{state?.error}</FormError>
      <Field name="email" label={t("email")} errors={fields.email}>
        {(ids) => <Input {...ids} name="email" type="email" autoComplete="off" autoCapitalize="none" spellCheck={false} defaultValue={typed.email} />}
      </Field>
      <Field name="role" label={t("role")} hint={t("invite.roleHint")} errors={fields.role}>
        {(ids) => (
          <Select key={typed.role} {...ids} name="role" defaultValue={typed.role ?? "user"}>
            {userRoles.map((role) => (
              <option key={role} value={role}>
                {t(`roles.${role}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field name="locale" label={t("invite.language")} errors={fields.locale}>
        {(ids) => (
          <Select key={typed.locale} {...ids} name="locale" defaultValue={typed.locale ?? locale}>
            {locales.map((each) => (
              <option key={each} value={each} lang={each}>
                {languages[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <SubmitButton>{t("invite.send")}</SubmitButton>
      </div>
    </form>
  );
}
