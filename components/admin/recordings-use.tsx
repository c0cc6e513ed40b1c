import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatBytes } from "@/lib/core/format";
import { lengthInWords } from "@/lib/core/length-words";
import type { AllRecordingsUse } from "@/lib/recordings/contract";

/** What the recordings of all rooms take, which rooms have little left, and how long they are kept at most. Rendered on the server. */
export function RecordingsUse({ use: { usedBytes, limitBytes, keptDays, nearlyFull } }: { use: AllRecordingsUse }) {
  const t = useTranslations("recordings");
  const locale = useLocale();
  const size = (bytes: number) => formatBytes(bytes, locale);
  return (
    <div className="grid gap-1 text-ui text-muted">
      <p>{limitBytes === null ? t("admin.usedNoLimit", { used: size(usedBytes) }) : t("admin.used", { used: size(usedBytes), limit: size(limitBytes) })}</p>
      {keptDays > 0 && <p>{t("keptAtMost", { length: lengthInWords(keptDays * 86_400, locale) })}</p>}
      {nearlyFull.length > 0 && (
        <>
          <p className="text-ink">{t("admin.nearlyFull")}</p>
          <ul className="grid gap-1">
            {nearlyFull.map(({ name, slug, usedBytes: of }) => (
              <li key={slug}>
                <Link href={`/r/${slug}/recordings`} className="target inline-flex items-center break-words text-accent underline underline-offset-4">
                  <bdi>{name}</bdi>
                </Link>
                {` · ${size(of)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
