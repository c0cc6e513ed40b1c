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
export function ProblemCurtain({ problem, byLink, onRetry }: { problem: Exclude<StreamProblem, "reconnecting">; /** Whoever came by a share link has no session to renew. */ byLink: boolean; onRetry: () => void }) {
  const t = useTranslations("player");
  const pathname = usePathname();
  const isLinkOver = byLink && (problem === "signed_out" || problem === "gone");
  const words = isLinkOver ? "link_ended" : problem;
  return (
    <div role="alert" className={styles.curtain}>
      <div className="grid max-w-card gap-1">
        <p className="text-lg font-semibold">{t(`problems.${words}.title`)}</p>
        <p className="text-ui text-muted">{t(`problems.${words}.todo`)}</p>
      </div>
      {problem === "signed_out" && !isLinkOver ? (
        <ButtonLink href={`/login?next=${encodeURIComponent(pathname)}`} look="primary">
          {t("signIn")}
        </ButtonLink>
      ) : (
        problem !== "unsupported" &&
        !isLinkOver && (
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
