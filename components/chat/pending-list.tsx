import { clsx } from "clsx";
import { Attachments } from "@/components/chat/files/attachments";
import { MessageText } from "@/components/chat/message-text";
import { Quote } from "@/components/chat/quote";
import type { ChatTexts } from "@/components/chat/texts";
import type { Pending } from "@/components/chat/timeline";
import { Avatar } from "@/components/ui/avatar";

type Actions = { retry: (message: Pending) => void; discard: (clientId: string) => void };

/** One's own messages that are not confirmed: on their way, or kept with the reason and what can be done. */
export function PendingList({ pending, viewer, texts, locale, retry, discard }: { pending: readonly Pending[]; viewer: { id: number; name: string }; texts: ChatTexts; locale: string } & Actions) {
  return pending.map((each) => (
    <li key={each.clientId} className="grid grid-cols-[2.25rem_1fr] gap-x-3 pt-3">
      <Avatar identity={`u${viewer.id}`} name={viewer.name} />
      <div className="min-w-0">
        {each.replyTo && <Quote replyTo={each.replyTo} texts={texts} />}
        {each.content !== "" && <MessageText text={each.content} className={clsx(each.state === "sending" && "text-muted")} />}
        {each.attachments && <Attachments files={each.attachments} texts={texts} locale={locale} isSent={false} />}
        {each.state === "sending" ? (
          <p className="text-xs text-muted">{texts.sending}</p>
        ) : (
          <p className="flex flex-wrap items-center gap-x-3 text-sm">
            <span className="font-medium text-danger">{each.reason === "slow_down" ? texts.slowDown : each.reason === "refused" ? texts.refused : texts.failed}</span>
            <button type="button" className="link target" onClick={() => retry(each)}>
              {texts.retry}
            </button>
            <button type="button" className="link target" onClick={() => discard(each.clientId)}>
              {texts.discard}
            </button>
          </p>
        )}
      </div>
    </li>
  ));
}
