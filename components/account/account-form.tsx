"use client";

import { useActionState, useEffect, useRef, type ReactNode } from "react";
import type { FormAction, FormState } from "@/components/account/form-state";
import { CodeStep, type CodeWords } from "@/components/account/code-step";
import { PasswordInput, type PasswordWords } from "@/components/account/password-input";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

export type FieldSpec = {
  name: string;
  label: string;
  type: "email" | "password" | "text";
  autoComplete: string;
  hint?: string;
  /** The word for "optional", where the field is. */
  optional?: string;
};

export type AccountFormProps = {
  action: FormAction;
  title: string;
  text?: string;
  /** Good news from the page before, until the form is sent. */
  notice?: string;
  /** Bad news from the page before, until the form is sent. */
  warning?: string;
  fields: FieldSpec[];
  hidden?: Record<string, string>;
  submit: string;
  passwordWords?: PasswordWords;
  /** The words of the second step, for the sign-in. */
  codeWords?: CodeWords;
  /** Shown instead of the form once it was accepted; `text` may hold `{email}`. */
  done?: { title: string; text: string; extra?: ReactNode; again?: { action: FormAction; label: string; sent: string } };
  children?: ReactNode;
};

/** Every form of the account pages. Works before and without scripts: the server renders what the action answered. */
export function AccountForm(props: AccountFormProps) {
  const [state, send] = useActionState(props.action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  if (state?.ok && props.done) return <Done done={props.done} email={state.typed.email ?? ""} />;
  if (state?.ticket && props.codeWords) return <CodeStep state={state} ticket={state.ticket} send={send} hidden={props.hidden ?? {}} words={props.codeWords} />;
  return (
    <>
      <h1 className="text-xl">{props.title}</h1>
      {props.text && <p className="mt-2 text-muted">{props.text}</p>}
      {props.notice && !state && (
        <p role="status" className="mt-4 rounded-control border-l-4 border-accent bg-accent-soft px-3 py-2 text-ui">
          {props.notice}
        </p>
      )}
      <form ref={form} action={send} noValidate className="mt-6 grid gap-4">
        <div className="-mb-4 has-[p]:mb-0">
          <FormError>{state ? state.error : props.warning}</FormError>
        </div>
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {props.fields.map((field) => (
          <OneField key={field.name} field={field} state={state} passwordWords={props.passwordWords ?? { show: "", hide: "" }} />
        ))}
        <SubmitButton className="mt-2 w-full">{props.submit}</SubmitButton>
      </form>
      {props.children && <div className="mt-6 grid gap-2 text-center text-ui text-muted">{props.children}</div>}
    </>
  );
}

function OneField({ field, state, passwordWords }: { field: FieldSpec; state: FormState; passwordWords: PasswordWords }) {
  const { name, type, autoComplete, label, hint, optional } = field;
  return (
    <Field name={name} label={label} hint={hint} optional={optional} errors={state?.fields?.[name]}>
      {(ids) =>
        type === "password" ? (
          <PasswordInput {...ids} name={name} autoComplete={autoComplete} required={!optional} words={passwordWords} />
        ) : (
          <Input {...ids} name={name} type={type} autoComplete={autoComplete} required={!optional} defaultValue={state?.typed[name]} autoCapitalize={type === "email" ? "none" : undefined} />
        )
      }
    </Field>
  );
}

function Done({ done, email }: { done: NonNullable<AccountFormProps["done"]>; email: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const [before = "", after] = done.text.split("{email}");
  return (
    <>
      <h1 ref={title} tabIndex={-1} className="text-xl outline-none">
        {done.title}
      </h1>
      <p className="mt-2 text-muted">
        {before}
        {after !== undefined && <bdi className="font-medium break-words text-ink">{email}</bdi>}
        {after}
      </p>
      {done.extra && <div className="mt-4 text-ui">{done.extra}</div>}
      {done.again && <Again again={done.again} email={email} />}
    </>
  );
}

function Again({ again, email }: { again: { action: FormAction; label: string; sent: string }; email: string }) {
  const [state, send] = useActionState(again.action, null);
  return (
    <form action={send} className="mt-6 grid gap-3">
      <input type="hidden" name="email" value={email} />
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <p role="status" className="text-ui text-muted empty:hidden">
        {state?.ok ? again.sent : null}
      </p>
      <SubmitButton look="quiet" className="w-full">
        {again.label}
      </SubmitButton>
    </form>
  );
}
