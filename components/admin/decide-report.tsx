"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { useAct } from "@/components/ui/use-act";
import type { Result } from "@/lib/core/result";
import { settings } from "@/lib/core/settings";
import { reportMeasures } from "@/lib/reports/constants";
import type { ReportDetail, ReportMeasure } from "@/lib/reports/contract";

type Decide = (input: { id: number; measures: ReportMeasure[]; words?: string }) => Promise<Result>;

/** What is to be done about a report: any of the measures that are possible, or none. */
export function DecideReport({ report, decide }: { report: Pick<ReportDetail, "id" | "can">; decide: Decide }) {
  const t = useTranslations("reports");
  const { isPending, problem, run } = useAct((error) => t(error?.code === "conflict" ? "refusals.conflict" : "refusals.other"));
  const [chosen, setChosen] = useState<readonly ReportMeasure[]>([]);
  const [words, setWords] = useState("");
  const choose = (measure: ReportMeasure, isOn: boolean) => setChosen((before) => (isOn ? [...before, measure] : before.filter((each) => each !== measure)));
  const submit = (measures: readonly ReportMeasure[]) => run(() => decide({ id: report.id, measures: [...measures], ...(measures.includes("warn") && words.trim() ? { words } : {}) }), t("done"));
  return (
    <section aria-labelledby="decide" className="grid max-w-text gap-3">
      <h2 id="decide" className="text-lg">
        {t("decide")}
      </h2>
      <p className="text-muted">{t("decideText")}</p>
      <div>
        {reportMeasures.filter((measure) => report.can[measure]).map((measure) => (
          <Checkbox key={measure} label={t(`measures.${measure}`)} hint={t(`hints.${measure}`)} checked={chosen.includes(measure)} onChange={(event) => choose(measure, event.target.checked)} />
        ))}
      </div>
      {chosen.includes("warn") && (
        <Field name="warning" label={t("warningWords")} optional={t("optional")}>
          {(ids) => <Textarea {...ids} rows={3} maxLength={settings.reportWordsMaxLength} value={words} onChange={(event) => setWords(event.target.value)} />}
        </Field>
      )}
      <FormError>{problem}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button look={chosen.length > 0 ? "danger" : "plain"} disabled={isPending} onClick={() => submit(chosen)}>
          {chosen.length > 0 ? t("carryOut") : t("close")}
        </Button>
      </div>
    </section>
  );
}
