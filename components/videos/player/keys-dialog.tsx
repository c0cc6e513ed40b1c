"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const rows = [
  ["toggle", ["K"]], ["seek10", ["J", "L"]], ["seek5", ["←", "→"]], ["place", ["0", "9"]], ["volume", ["↑", "↓"]], ["mute", ["M"]], ["fullScreen", ["F"]],
  ["picture", ["I"]], ["captions", ["C"]], ["speed", ["<", ">"]], ["chapter", ["P", "N"]], ["next", ["⇧ N"]], ["list", ["?"]],
] as const;

/** Every key of the player. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("player.keys");
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} closeLabel={t("close")}>
      <dl className="grid gap-1">
        {rows.map(([name, keys]) => (
          <div key={name} className="flex min-h-9 items-center justify-between gap-4">
            <dt className="text-ui">{t(name)}</dt>
            <dd className="flex gap-1">
              {keys.map((each) => (
                <Kbd key={each}>{each}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
