import type { InngestFunction } from "inngest";
import { carryOutReport } from "@/inngest/functions/carry-out-report";
import { exportData } from "@/inngest/functions/export-data";
import { remindOfMeeting, tellOfMeeting } from "@/inngest/functions/meeting-mails";
import { processVideo } from "@/inngest/functions/process-video";
import { pruneRows } from "@/inngest/functions/prune-rows";
import { purgeAccount } from "@/inngest/functions/purge-account";
import { reconcileCalls } from "@/inngest/functions/reconcile-calls";
import { announceMails, sendMail } from "@/inngest/functions/send-mail";
import { failForgottenRecordings, publishRecording, storeRecording, tendAllRecordings } from "@/inngest/functions/recordings";
import { syncCall } from "@/inngest/functions/sync-call";
import { endMeetingOnTime, expandMeetings, planMeetings } from "@/inngest/functions/tend-meetings";
import { tendPeople } from "@/inngest/functions/tend-people";
import { requeueVideos, stopCancelledVideo, sweepVideos } from "@/inngest/functions/tend-videos";

/** Every function of the product. What is not listed here does not run. */
export const functions: InngestFunction.Any[] = [announceMails, carryOutReport, endMeetingOnTime, expandMeetings, exportData, planMeetings, processVideo, pruneRows, publishRecording, purgeAccount, reconcileCalls, remindOfMeeting, requeueVideos, sendMail, stopCancelledVideo, storeRecording, sweepVideos, syncCall, tellOfMeeting, failForgottenRecordings, tendAllRecordings, tendPeople];
