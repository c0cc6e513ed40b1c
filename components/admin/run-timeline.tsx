import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { formatElapsed } from "@/lib/core/format";
import type { RunStep } from "@/lib/jobs/contract";

type Props = { steps: RunStep[]; fromMs: number; toMs: number; locale: string; isOver: boolean };

/** The steps of a run in their order, each with a bar that lies where it lay in the run's time. Rendered on the server. */
export function RunTimeline({ steps, fromMs, toMs, locale, isOver }: Props) {
  return (
    <ol className="grid gap-4">
      {steps.map((step) => (
        <Step key={step.id} step={step} fromMs={fromMs} toMs={toMs} locale={locale} isOver={isOver} />
      ))}
    </ol>
  );
}

const known = ["StepRun", "StepPlanned", "StepError", "StepFailed", "Sleep", "WaitForEvent", "InvokeFunction", "SendEvent"] as const;
const isKnown = (kind: string): kind is (typeof known)[number] => (known as readonly string[]).includes(kind);

function Step({ step, fromMs, toMs, locale, isOver }: Omit<Props, "steps"> & { step: RunStep }) {
  const t = useTranslations("jobs");
  const format = useFormatter();
  const began = Date.parse(step.startedAt);
  const ended = step.endedAt === null ? toMs : Date.parse(step.endedAt);
  const whole = Math.max(1, toMs - fromMs);
  const left = Math.min(99, Math.max(0, ((began - fromMs) / whole) * 100));
  const width = Math.min(100 - left, Math.max(1, ((ended - began) / whole) * 100));
  const state = step.error ? "failed" : step.isDone ? "done" : isOver ? "given" : "open";
  return (
    <li className="grid gap-1.5 border-b border-hairline pb-4 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium break-words">{step.name ?? t("unnamed")}</span>
        <Badge tone={state === "failed" ? "danger" : state === "open" ? "accent" : "neutral"}>{t(`stepStates.${state}`)}</Badge>
        <span className="text-sm text-muted">{isKnown(step.kind) ? t(`kinds.${step.kind}`) : step.kind}</span>
        <span className="tabular ml-auto text-sm text-muted">
          <time dateTime={step.startedAt}>{format.dateTime(new Date(step.startedAt), { timeStyle: "medium" })}</time>
          {", "}
          {formatElapsed(ended - began, locale)}
        </span>
      </div>
      <div aria-hidden="true" className="h-1.5 rounded-full bg-sunken">
        <div className={state === "failed" ? "h-full rounded-full bg-danger" : "h-full rounded-full bg-accent"} style={{ marginInlineStart: `${left}%`, width: `${width}%` }} />
      </div>
      {step.attempt > 0 && <p className="text-sm text-muted">{t("attempts", { count: step.attempt + 1 })}</p>}
      {step.error && <p className="text-sm break-words text-danger">{step.error.message}</p>}
    </li>
  );
}
