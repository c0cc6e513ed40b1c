"use client";

import Ellipsis from "@lucide/icons/icons/ellipsis";
import Mail from "@lucide/icons/icons/mail";
import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import Trash from "@lucide/icons/icons/trash";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";
import type { AnyRecording } from "@/lib/recordings/contract";

type Act = (input: { id: string }) => Promise<Result>;
type Actions = Record<"finish" | "mail" | "retry" | "purge", Act>;

/** The end of one that runs, its mail once more, another try at what failed, and the deletion of a recording; there is no way back from that, so it is asked first. */
export function HandleRecording({ recording: { id, room, can }, actions }: { recording: Pick<AnyRecording, "id" | "can"> & { room: string }; actions: Actions }) {
  const t = useTranslations("recordings");
  const common = useTranslations("common");
  const { isPending, problem, run } = useAct((error) => t(error === null ? "lost" : error.code === "conflict" ? "admin.conflict" : "refused"));
  const [isAsked, setAsked] = useState(false);
  const purge = () => {
    setAsked(false);
    run(() => actions.purge({ id }), t("admin.purged"));
  };
  const entries: MenuEntry[] = [
    ...(can.mail ? [{ key: "mail", text: t("admin.mail"), icon: <Icon of={Mail} size={16} />, onSelect: () => run(() => actions.mail({ id }), t("admin.mailed")) }] : []),
    ...(can.retry ? [{ key: "retry", text: t("admin.retry"), icon: <Icon of={RotateCcw} size={16} />, onSelect: () => run(() => actions.retry({ id }), t("admin.retried")) }] : []),
    ...(can.purge ? [{ key: "purge", text: t("admin.purge"), icon: <Icon of={Trash} size={16} />, danger: true, onSelect: () => setAsked(true) }] : []),
  ];
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-end gap-2">
        {can.finish && (
          <Button disabled={isPending} onClick={() => run(() => actions.finish({ id }), t("admin.finished"))}>
            {t("admin.finish")}
          </Button>
        )}
        {entries.length > 0 && <Menu label={t("more", { title: room })} icon={<Icon of={Ellipsis} size={18} />} entries={entries} />}
      </div>
      <FormError>{problem}</FormError>
      <Dialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={t("admin.purgeQuestion", { room })}
        text={t("admin.purgeText")}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setAsked(false)}>{common("cancel")}</Button>
            <Button look="danger" onClick={purge}>
              {t("admin.purge")}
            </Button>
          </>
        }
      />
    </div>
  );
}
