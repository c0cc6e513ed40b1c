"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CallDialog } from "@/components/call/more-menu";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** What most often goes wrong in a call, each with the place that mends it. */
export function HelpDialog({ open, onClose, onOpen }: { open: boolean; onClose: () => void; onOpen: (dialog: CallDialog) => void }) {
  const t = useTranslations("call.help");
  const to = (dialog: CallDialog, words: string) => <Button onClick={() => onOpen(dialog)}>{words}</Button>;
  const rows: [key: "devices" | "line" | "test" | "keys", way: ReactNode][] = [
    ["devices", to("settings", t("devices.way"))],
    ["line", to("figures", t("line.way"))],
    [
      "test",
      <a key="test" className={buttonClass()} href="/connection-test" target="_blank" rel="noreferrer">
        {t("test.way")}
      </a>,
    ],
    ["keys", to("shortcuts", t("keys.way"))],
  ];
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} closeLabel={t("close")}>
      <ul className="grid gap-4">
        {rows.map(([key, way]) => (
          <li key={key} className="grid justify-items-start gap-2 sm:flex sm:items-center sm:justify-between sm:gap-3">
            <div className="grid min-w-0 flex-1 gap-0.5">
              <p className="text-ui font-semibold">{t(`${key}.title`)}</p>
              <p className="text-sm text-muted">{t(`${key}.text`)}</p>
            </div>
            {way}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
