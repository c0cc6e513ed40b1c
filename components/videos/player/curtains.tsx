"use client";

import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import SkipForward from "@lucide/icons/icons/skip-forward";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import styles from "@/components/videos/player/player.module.css";
import type { StreamProblem } from "@/components/videos/player/stream";

export type NextVideo = { title: string; href: string };

/** Why it does not play, and what to do. */
export function ProblemCurtain({ problem, onRetry }: { problem: Exclude<StreamProblem, "reconnecting">; onRetry: () => void }) {
  const t = useTranslations("player");
  const pathname = usePathname();
  return (
    <div role="alert" className={styles.curtain}>
      <div className="grid max-w-card gap-1">
        <p className="text-lg font-semibold">{t(`problems.${problem}.title`)}</p>
        <p className="text-ui text-muted">{t(`problems.${problem}.todo`)}</p>
      </div>
      {problem === "signed_out" ? (
        <ButtonLink href={`/login?next=${encodeURIComponent(pathname)}`} look="primary">
          {t("signIn")}
        </ButtonLink>
      ) : (
        problem !== "unsupported" && (
          <Button look="primary" icon={<Icon of={RotateCcw} size={18} />} onClick={onRetry}>
            {t("retry")}
          </Button>
        )
      )}
    </div>
  );
}

/** At the end: once more, or on. Nothing starts by itself. */
export function EndCurtain({ next, onReplay }: { next: NextVideo | null; onReplay: () => void }) {
  const t = useTranslations("player");
  return (
    <div className={styles.curtain}>
      {next && (
        <div className="grid max-w-card gap-1">
          <p className="text-sm text-muted">{t("next")}</p>
          <p className="line-clamp-2 text-lg font-semibold">{next.title}</p>
        </div>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button icon={<Icon of={RotateCcw} size={18} />} onClick={onReplay}>
          {t("replay")}
        </Button>
        {next && (
          <ButtonLink href={next.href} look="primary" icon={<Icon of={SkipForward} size={18} />}>
            {t("playNext")}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
