import { z } from "zod";
import type { ChatUser } from "@/lib/chat/contract";
import { defineJobEvent } from "@/lib/core/job-event";
import { settings } from "@/lib/core/settings";
import { reportMeasures, reportReasons } from "@/lib/reports/constants";

export type ReportReason = (typeof reportReasons)[number];
export type ReportMeasure = (typeof reportMeasures)[number];

const wordsMistake = `Use at most ${settings.reportWordsMaxLength} characters.`;
const words = z.string("Use text.").trim().max(settings.reportWordsMaxLength, wordsMistake).refine((text) => !/\0|\p{Surrogate}/u.test(text), "Some characters of this text cannot be kept.");

export const reportMessageInput = z.strictObject({ reason: z.enum(reportReasons, `Use one of: ${reportReasons.join(", ")}.`), words: words.optional() });
export type ReportMessageInput = z.output<typeof reportMessageInput>;

/** What is decided: any measures at once, none for a report that needs none; `words` go to the author with a warning. */
export const decideReportInput = z.strictObject({ measures: z.array(z.enum(reportMeasures)).max(reportMeasures.length).transform((list) => [...new Set(list)]), words: words.optional() });
export type DecideReportInput = z.output<typeof decideReportInput>;

/** A message as it stood when another one near it was reported; people by number, so that names go with their accounts. */
export type KeptMessage = { id: number; version: number; user_id: number | null; guest_id: number | null; content: string; at: string; /** Names of what was sent with it; the files themselves go with their message. */ files?: string[] };

/** A job event: moderators decided about a report; what concerns messages, calls and accounts is carried out by it. */
export const reportDecided = defineJobEvent("report/decided", z.object({ reportId: z.int() }));

export const reportStates = ["open", "closed"] as const;
export const reportFilterSchema = z.object({
  /** Open ones where nothing is said. */
  state: z.enum(reportStates).optional().catch(undefined),
  reason: z.enum(reportReasons).optional().catch(undefined),
  /** The id of the last report of the page before. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
export type ReportFilter = z.output<typeof reportFilterSchema> & { limit?: number };

export type ReportItem = {
  id: number;
  createdAt: Date;
  reason: ReportReason;
  room: { id: number; name: string; isDirect: boolean };
  author: ChatUser;
  /** Null for somebody whose account is gone. */
  reporter: string | null;
  /** Of the same message, this one among them. */
  sameMessage: number;
  closedAt: Date | null;
  closedBy: string | null;
  measures: ReportMeasure[];
};

export type ReportDetail = ReportItem & {
  messageId: number;
  words: string | null;
  /** The reported message with those around it, in order, as they stood then. */
  context: { id: number; user: ChatUser; content: string; at: Date; files: string[] }[];
  /** Whether the message was taken away since. */
  isGone: boolean;
  /** The author's account; null for a guest of a call, and for one that is gone. */
  authorId: number | null;
  can: Record<ReportMeasure, boolean> & { decide: boolean };
};
