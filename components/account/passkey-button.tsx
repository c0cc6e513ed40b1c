"use client";

import KeyRound from "@lucide/icons/icons/key-round";
import { useEffect, useState, useSyncExternalStore, useTransition } from "react";
import { askPasskey, cancelPasskey, isAutofillKnown, isPasskeyKnown, isTurnedAway } from "@/components/account/passkey-ceremony";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { Icon } from "@/components/ui/icon";
import type { PasskeyAnswer } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";

type Options = Parameters<typeof askPasskey>[0];
export type PasskeyDoor = {
  begin: () => Promise<Result<Options>>;
  /** Leads on when the answer is right, and answers only when it is not. */
  finish: (input: { answer: PasskeyAnswer; next: string }) => Promise<Result<unknown> | undefined>;
  next: string;
  words: { button: string; refused: string; failed: string };
  /** Whether passkeys are offered in the page's field as well, without a click. */
  autofill?: boolean;
};

const never = () => () => {};

/** A passkey instead of the form beside it. Not there where the browser knows none. */
export function PasskeyButton({ begin, finish, next, words, autofill = false }: PasskeyDoor) {
  const isKnown = useSyncExternalStore(never, isPasskeyKnown, () => false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();

  const go = async (inField: boolean) => {
    const begun = await begin();
    if (!begun.ok) return setProblem(words.failed);
    const result = await finish({ answer: await askPasskey(begun.data, inField), next });
    if (result && !result.ok) setProblem(result.error.code === "unauthenticated" || result.error.code === "invalid_input" ? words.refused : words.failed);
  };
  const fail = (error: unknown) => setProblem(isTurnedAway(error) ? null : words.failed);

  useEffect(() => {
    if (!autofill) return;
    let isGone = false;
    void isAutofillKnown()
      .then((known) => (known && !isGone ? go(true) : undefined))
      // Nobody asked for it: what goes wrong here goes unsaid, the button is there.
      .catch(() => {});
    return () => {
      isGone = true;
      if (isPasskeyKnown()) void cancelPasskey();
    };
    // Once for the page; another question starts with the button.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  if (!isKnown) return null;
  const click = () =>
    start(async () => {
      setProblem(null);
      await go(false).catch(fail);
    });
  return (
    <div className="grid gap-3">
      <FormError>{problem}</FormError>
      <Button className="w-full" icon={<Icon of={KeyRound} size={18} strokeWidth={1.75} />} loading={isPending} onClick={click}>
        {words.button}
      </Button>
    </div>
  );
}
