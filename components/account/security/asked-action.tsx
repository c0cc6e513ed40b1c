"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";

type Words = { open: string; title: string; text: string; confirm: string; done: string };

/** Something that cannot be undone: asked first. Whoever proved themselves too long ago does so, and asks again. */
export function AskedAction({ action, words, label }: { action: () => Promise<Result<unknown>>; words: Words; label?: string }) {
  const t = useTranslations("security");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const run = () =>
    start(async () => {
      // A rejection is a lost connection: the server's refusals are values.
      const result = await action().catch(() => null);
      if (result && !result.ok && (result.error.code === "proof_required" || result.error.code === "unauthenticated")) return router.push("/confirm?next=/settings/security");
      if (!result?.ok) return setProblem(t(result?.error.code === "conflict" ? "refusals.conflict" : "refusals.other"));
      setOpen(false);
      notify({ text: words.done });
    });
  return (
    <>
      <Button
        aria-label={label}
        onClick={() => {
          setProblem(null);
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
            <Button look="danger" loading={isPending} onClick={run}>
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
