"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";
import { decideReport } from "@/lib/reports/commands/decide-report";
import { decideReportInput, type ReportMeasure } from "@/lib/reports/contract";

const runDecide = defineAction({ access: "session", input: decideReportInput.extend({ id: z.int().positive() }) }, async (actor, { id, ...decision }): Promise<undefined> => {
  await decideReport(actor, id, decision);
  revalidatePath("/admin", "layout");
});

export async function decideReportAction(input: { id: number; measures: ReportMeasure[]; words?: string }): Promise<Result> {
  return runDecide(input);
}
