"use client";

import { useEffect, useRef, useState } from "react";
import type { FormState } from "@/components/account/form-state";
import { CodeInput } from "@/components/account/code-input";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";

export type CodeWords = { title: string; text: string; code: string; recoveryText: string; recoveryCode: string; submit: string; useRecovery: string; useApp: string; back: string };

/** The second step of signing in. The ticket says that the password was right, so that nothing keeps the password. */
export function CodeStep({ state, ticket, send, hidden, words }: { state: NonNullable<FormState>; ticket: string; send: (form: FormData) => void; hidden: Record<string, string>; words: CodeWords }) {
  const [isRecovery, setRecovery] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("[name=code]")?.focus(), [state, isRecovery]);
  return (
    <>
      <h1 className="text-xl">{words.title}</h1>
      <p className="mt-2 text-muted">{isRecovery ? words.recoveryText : words.text}</p>
      <form ref={form} action={send} noValidate className="mt-6 grid gap-4">
        <div className="-mb-4 has-[p]:mb-0">
          <FormError>{state.error}</FormError>
        </div>
        {Object.entries({ ...hidden, ticket }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <CodeInput key={String(isRecovery)} label={isRecovery ? words.recoveryCode : words.code} isRecovery={isRecovery} errors={state.fields?.code} />
        <SubmitButton className="mt-2 w-full">{words.submit}</SubmitButton>
      </form>
      <div className="mt-6 grid justify-items-center gap-2 text-center text-ui text-muted">
        <Button look="plain" className="[@media(scripting:none)]:hidden" onClick={() => setRecovery(!isRecovery)}>
          {isRecovery ? words.useApp : words.useRecovery}
        </Button>
        {/* A whole new page: the ticket stays behind. */}
        <a href={hidden.next && hidden.next !== "/" ? `/login?next=${encodeURIComponent(hidden.next)}` : "/login"} className="link">
          {words.back}
        </a>
      </div>
    </>
  );
}
