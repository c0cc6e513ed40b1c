"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: ReactNode;
  name: string;
  confirm: string;
  isPending: boolean;
  problem: string | null;
  onConfirm: (name: string) => void;
};

/** Asks for the name of a passkey. */
export function NameDialog({ open, onClose, title, text, name, confirm, isPending, problem, onConfirm }: Props) {
  const t = useTranslations("security");
  const form = useId();
  const [typed, setTyped] = useState(name);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="primary" type="submit" form={form} loading={isPending}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) onConfirm(typed);
        }}
        className="grid gap-4"
      >
        <FormError>{problem}</FormError>
        <Field name={`passkey-name-${form}`} label={t("passkeys.name")} hint={t("passkeys.nameHint")}>
          {(ids) => <Input {...ids} value={typed} autoComplete="off" maxLength={80} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
