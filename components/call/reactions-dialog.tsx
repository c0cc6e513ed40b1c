"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { reactions } from "@/lib/calls/constants";
import type { Reaction } from "@/lib/calls/contract";

/** The signs where the bar has no room for them; each closes it again. */
export function ReactionsDialog({ open, onClose, onReact }: { open: boolean; onClose: () => void; onReact: (reaction: Reaction) => void }) {
  const t = useTranslations("call.reactions");
  const words = useTranslations("call");
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} closeLabel={words("dismiss")}>
      <div className="flex flex-wrap justify-center gap-2">
        {reactions.map((reaction) => (
          <button
            key={reaction}
            type="button"
            aria-label={t(`names.${reaction}`)}
            className="bar-button text-2xl"
            onClick={() => {
              onReact(reaction);
              onClose();
            }}
          >
            {reaction}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
