import * as accounts from "@/lib/accounts/mails";
import * as meetings from "@/lib/meetings/mails";
import * as recordings from "@/lib/recordings/mails";
import * as reports from "@/lib/reports/mails";
import * as rooms from "@/lib/rooms/mails";
import type { AnyMailKind } from "@/lib/platform/mail/kind";
import type { MailKinds } from "@/lib/platform/mail/send-queued";

const all: AnyMailKind[] = [...Object.values(accounts), ...Object.values(meetings), ...Object.values(recordings), ...Object.values(reports), ...Object.values(rooms)];

/** Every kind of mail, by the name that rows have. A domain's `mails.ts` exports nothing but kinds, and is listed above. */
export const mailKinds: MailKinds = new Map(all.map((kind) => [kind.name, kind]));
