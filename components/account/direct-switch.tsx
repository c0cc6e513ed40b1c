"use client";

import { useState } from "react";
import { Switch } from "@/components/ui/choice";
import { FormError } from "@/components/ui/form-error";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";

export type DirectWords = { title: string; label: string; hint: string; saved: string; failed: string };

/** Whether people from one's rooms may begin to write to one alone; in force at once. */
export function DirectSwitch({ takes, change, words }: { takes: boolean; change: (input: { takes: boolean }) => Promise<Result>; words: DirectWords }) {
  const [shown, setShown] = useState(takes);
  const { isPending, problem, run } = useAct(() => {
    setShown(takes);
    return words.failed;
  });
  const turn = (next: boolean) => {
    setShown(next);
    run(() => change({ takes: next }), words.saved);
  };
  return (
    <div className="max-w-card">
      <Switch label={words.label} hint={words.hint} checked={shown} disabled={isPending} onChange={(event) => turn(event.target.checked)} />
      <FormError>{problem}</FormError>
    </div>
  );
}
