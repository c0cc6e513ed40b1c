import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Answer, Refusal } from "@/components/ui/ask-api";
import { notify } from "@/components/ui/notify";

/** Asks for something and says what became of it: what was refused in words, and what was done where `done` says so. */
export function useRecordingWish() {
  const t = useTranslations("recordings");
  const [isBusy, setBusy] = useState(false);
  const words = ({ code }: Refusal) => (code === "lost" || code === "internal" || code === "unavailable" ? t("lost") : code === "rate_limited" ? t("limited") : t("refused"));
  const wish = async <T>(ask: () => Promise<Answer<T>>, done?: (data: T) => void): Promise<boolean> => {
    setBusy(true);
    const answer = await ask();
    setBusy(false);
    if (answer.ok) done?.(answer.data);
    else notify({ text: words(answer.refusal), tone: "danger" });
    return answer.ok;
  };
  return { isBusy, wish };
}
