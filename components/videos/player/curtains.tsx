"use client";

import RotateCcw from "@lucide/icons/icons/rotate-ccw";
import SkipForward from "@lucide/icons/icons/skip-forward";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
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

/** Long enough to read the title and to say no. */
const countdownSeconds = 8;

/** At the end: once more, or on to the next one, which begins by itself unless that is stopped. */
export function EndCurtain({ next, onReplay }: { next: NextVideo | null; onReplay: () => void }) {
  const t = useTranslations("player");
  const router = useRouter();
  const [left, setLeft] = useState<number | null>(countdownSeconds);
  const isCounting = next !== null && left !== null;
  useEffect(() => {
    if (!isCounting) return;
    if (left <= 0) {
      router.push(next.href);
      return;
    }
    // A page that nobody looks at goes nowhere.
    const timer = setTimeout(() => document.visibilityState === "visible" && setLeft(left - 1), 1000);
    const goOn = () => document.visibilityState === "visible" && setLeft(left - 1);
    document.addEventListener("visibilitychange", goOn);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", goOn);
    };
  }, [isCounting, left, next, router]);
  return (
    <div className={styles.curtain}>
      {next && (
        <div className="grid max-w-card gap-1">
          <p className="tabular text-sm text-muted">{isCounting ? t("nextIn", { seconds: Math.max(0, left) }) : t("next")}</p>
          <p className="line-clamp-2 text-lg font-semibold">{next.title}</p>
        </div>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          icon={<Icon of={RotateCcw} size={18} />}
          onClick={() => {
            setLeft(null);
            onReplay();
          }}
        >
          {t("replay")}
        </Button>
        {isCounting && <Button onClick={() => setLeft(null)}>{t("stayHere")}</Button>}
        {next && (
          <ButtonLink href={next.href} look="primary" icon={<Icon of={SkipForward} size={18} />}>
            {t("playNext")}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
