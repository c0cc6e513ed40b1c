"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useSecurityAction } from "@/components/account/security/use-security-action";
import { Button, type ButtonLook } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";

type Words = { open: string; title: string; text: string; confirm: string; done: string };

/** Something that cannot be undone: asked first. */
export function AskedAction({ action, words, label, look }: { action: () => Promise<Result<unknown>>; words: Words; label?: string; look?: ButtonLook }) {
  const t = useTranslations("security");
  const [isOpen, setOpen] = useState(false);
  const { run, problem, isPending, forgetProblem } = useSecurityAction();
  const done = () => {
    setOpen(false);
    notify({ text: words.done });
  };
  return (
    <>
      <Button
        look={look}
        aria-label={label}
        onClick={() => {
          forgetProblem();
          setOpen(true);
        }}
      >
        {words.open}
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={words.title}
        text={words.text}
        closeLabel={t("close")}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Button look="danger" loading={isPending} onClick={() => run(action, done)}>
              {words.confirm}
            </Button>
          </>
        }
      >
        <FormError>{problem}</FormError>
      </Dialog>
    </>
  );
}
