import CircleAlert from "@lucide/icons/icons/circle-alert";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Part } from "@/components/admin/overview/part";
import { Icon } from "@/components/ui/icon";
import type { Overview } from "@/lib/diagnostics/contract";
import { processingErrors, type ProcessingErrorCode } from "@/lib/videos/contract";

type Matter = { key: string; text: string; details?: string[]; href?: string };

/** What somebody has to look at, each with the way there; or that there is nothing. Rendered on the server. */
export function Attention({ overview, linksSystem }: { overview: Overview; linksSystem: boolean }) {
  const t = useTranslations("admin");
  const system = useTranslations("system");
  const videos = useTranslations("videos");
  const { failedVideos, failedMails, failedRuns, openReports, dependencies } = overview;
  const reasonOf = (code: string) => (code in processingErrors ? videos(`errors.${code as ProcessingErrorCode}`) : code);
  const matters: Matter[] = dependencies
    .filter(({ state }) => state === "down" || state === "late")
    .map(({ name, state, note, count }) => ({ key: name, text: t(`dependency.${state as "down" | "late"}`, { name: system(`names.${name}`) }), details: note ? [system(`notes.${note}`, { count })] : [], ...(linksSystem ? { href: "/admin/system" } : {}) }));
  if (failedVideos.count > 0) {
    matters.push({ key: "videos", text: t("failedVideos", { count: failedVideos.count }), details: failedVideos.latest.map(({ title, errorCode }) => `${title}: ${reasonOf(errorCode)}`), href: "/admin/videos" });
  }
  if (openReports > 0) matters.push({ key: "reports", text: t("openReports", { count: openReports }), href: "/admin/reports" });
  if (failedRuns) matters.push({ key: "runs", text: t("failedRuns", { count: failedRuns }), href: "/admin/jobs?status=failed" });
  if (failedMails) matters.push({ key: "mails", text: t("failedMails", { count: failedMails }), href: "/admin/mails?state=failed" });
  return (
    <Part id="attention" title={t("attention")}>
      {matters.length === 0 ? (
        <p className="text-ui text-muted">{t("nothing")}</p>
      ) : (
        <ul className="grid gap-4">
          {matters.map((matter) => (
            <li key={matter.key} className="flex gap-3">
              <Icon of={CircleAlert} size={20} strokeWidth={1.75} className={matter.href ? "mt-2.5 shrink-0 text-danger" : "mt-0.5 shrink-0 text-danger"} />
              <div className="grid min-w-0 gap-1">
                {matter.href ? (
                  <Link href={matter.href} className="target inline-flex items-center font-medium underline-offset-4 hover:underline">
                    {matter.text}
                  </Link>
                ) : (
                  <p className="font-medium">{matter.text}</p>
                )}
                {matter.details?.map((detail) => (
                  <p key={detail} className="text-sm break-words text-muted">
                    <bdi>{detail}</bdi>
                  </p>
                ))}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
