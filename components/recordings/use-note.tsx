import { useLocale, useTranslations } from "next-intl";
import { formatBytes } from "@/lib/core/format";
import { lengthInWords } from "@/lib/core/length-words";
import type { RecordingUse } from "@/lib/recordings/contract";

/** How much of what they may the recordings of a room take, and how long the installation keeps them. Rendered on the server. */
export function UseNote({ use: { usedBytes, limitBytes, keptDays } }: { use: RecordingUse }) {
  const t = useTranslations("recordings");
  const locale = useLocale();
  const used = formatBytes(usedBytes, locale);
  const isFull = limitBytes !== null && usedBytes >= limitBytes;
  return (
    <div className="grid gap-1 text-ui text-muted">
      <p>{limitBytes === null ? t("used", { used }) : t("usedOf", { used, limit: formatBytes(limitBytes, locale) })}</p>
      {isFull && <p className="text-danger">{t("full")}</p>}
      {keptDays > 0 && <p>{t("keptAtMost", { length: lengthInWords(keptDays * 86_400, locale) })}</p>}
    </div>
  );
}
