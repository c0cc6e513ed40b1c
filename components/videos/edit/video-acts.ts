import { useTranslations } from "next-intl";
import type { Failure, Result } from "@/lib/core/result";
import type { ChangedVideo, ChangeVideoInput } from "@/lib/videos/contract";

/** What pages let the forms around a video do. */
export type VideoActs = {
  change: (input: { id: number; changes: ChangeVideoInput }) => Promise<Result<ChangedVideo>>;
  remove: (input: { id: number }) => Promise<Result<void>>;
  restore: (input: { id: number }) => Promise<Result<void>>;
};

const known = ["not_found", "conflict", "invalid_input", "rate_limited", "unauthenticated"] as const;

/** Why something was refused, in the reader's words; null: the connection was lost. */
export function useProblemWords(): (error: Failure | null) => string {
  const t = useTranslations("videoEdit.problems");
  return (error) => t(known.find((code) => code === error?.code) ?? "lost");
}
