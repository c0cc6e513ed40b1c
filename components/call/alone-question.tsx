"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { inCompany, nextAlone, type AloneRules } from "@/components/call/alone";
import { useOthers } from "@/components/call/use-people";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Asks somebody who has been alone for long whether they stay; without an answer they leave by themselves. */
export function AloneQuestion({ rules, onGone }: { rules: AloneRules; onGone: () => void }) {
  const t = useTranslations("callHolds.alone");
  const isAlone = useOthers().length === 0;
  const [alone, setAlone] = useState(inCompany);
  const [now, setNow] = useState(0);
  const look = useEffectEvent(() => {
    const time = Date.now();
    const next = nextAlone(alone, { isAlone, now: time, rules });
    setNow(time);
    setAlone(next);
    if (next.kind === "gone" && alone.kind !== "gone") onGone();
  });
  useEffect(() => {
    const timer = setInterval(() => look(), 1000);
    return () => clearInterval(timer);
  }, []);
  // Once: the dialog tells a second time that it is closed, when the clock may be elsewhere.
  const stay = () => setAlone((was) => (was.kind === "asked" ? { kind: "alone", since: Date.now() } : was));
  const left = alone.kind === "asked" ? Math.max(0, Math.ceil(rules.answerSeconds - (now - alone.at) / 1000)) : 0;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <Dialog
      open={alone.kind === "asked" && isAlone}
      onClose={stay}
      title={t("title")}
      text={t("text")}
      closeLabel={t("stay")}
      actions={
        <>
          <Button onClick={onGone}>{t("leave")}</Button>
          <Button look="primary" onClick={stay}>
            {t("stay")}
          </Button>
        </>
      }
    >
      <p className="tabular text-2xl" aria-hidden="true">
        {time}
      </p>
    </Dialog>
  );
}
