"use client";

import type { ChatTexts } from "@/components/chat/texts";
import { Dialog } from "@/components/ui/dialog";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Message } from "@/lib/chat/contract";

/** Few report anything: its code is fetched when somebody does. */
const ReportForm = lazyPart(async () => (await import("@/components/chat/report-form")).ReportForm);

/** Asks why a message is reported. */
export function ReportDialog({ message, open, onClose, texts }: { message: Message; open: boolean; onClose: () => void; texts: ChatTexts }) {
  return (
    <Dialog open={open} onClose={onClose} title={texts.reportTitle} text={texts.reportText} closeLabel={texts.close}>
      <ReportForm message={message} texts={texts} onDone={onClose} onMissing={onClose} />
    </Dialog>
  );
}
