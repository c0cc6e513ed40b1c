"use client";

import { useActionState, useId } from "react";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

export type CodeState = { isInvalid: boolean; typed: string };

/** Opens a room by what people read out or paste: its code, or its link. */
export function JoinByCode({ action, label, button, invalid }: { action: (previous: CodeState, form: FormData) => Promise<CodeState>; label: string; button: string; invalid: string }) {
  const [state, send] = useActionState(action, { isInvalid: false, typed: "" });
  const id = useId();
  return (
    <form action={send} className="grid gap-1.5 text-start">
      <div className="flex gap-2">
        <Input
          key={state.typed}
          name="code"
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="abc-defg-hij"
          aria-label={label}
          aria-invalid={state.isInvalid || undefined}
          aria-describedby={state.isInvalid ? id : undefined}
          defaultValue={state.typed}
        />
        <SubmitButton look="quiet">{button}</SubmitButton>
      </div>
      <p id={id} role="status" className="text-sm font-medium text-danger empty:hidden">
        {state.isInvalid ? invalid : ""}
      </p>
    </form>
  );
}
