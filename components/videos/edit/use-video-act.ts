"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import type { Answer, Refusal } from "@/components/ui/ask-api";
import { notify } from "@/components/ui/notify";

const known = ["not_found", "conflict", "invalid_input", "too_large", "rate_limited", "unauthenticated"] as const;

/**
 * Asks for a change of something around a video, says in words why it was refused (unless `refused` takes that on and
 * answers true), and has the page read anew.
 */
export function useVideoAct() {
  const t = useTranslations("videoParts.problems");
  const router = useRouter();
  const [isPending, start] = useTransition();
  const run = <T>(ask: () => Promise<Answer<T>>, done: (data: T) => void, refused?: (refusal: Refusal) => boolean) =>
    start(async () => {
      const answer = await ask();
      if (answer.ok) done(answer.data);
      else if (!refused?.(answer.refusal)) notify({ text: t(known.find((code) => code === answer.refusal.code) ?? "lost"), tone: "danger" });
      router.refresh();
    });
  return { isPending, run };
}
