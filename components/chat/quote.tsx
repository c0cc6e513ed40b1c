import CornerUpLeft from "@lucide/icons/icons/corner-up-left";
import { fileWord } from "@/components/chat/said";
import type { ChatTexts } from "@/components/chat/texts";
import { Icon } from "@/components/ui/icon";
import type { ReplyTo } from "@/lib/chat/contract";
import { fill } from "@/lib/core/fill";
import { personHue } from "@/lib/core/hue";

/** What a message answers: who wrote it, and its first line or that it is gone. A press leads there. */
export function Quote({ replyTo, texts, onGo }: { replyTo: ReplyTo; texts: ChatTexts; onGo?: (() => void) | undefined }) {
  const name = replyTo.user ? (replyTo.user.id === 0 ? texts.former : replyTo.user.username) : "";
  const said = replyTo.deleted ? texts.deleted : replyTo.attachment ? fileWord(replyTo.attachment, texts) : (replyTo.excerpt ?? "");
  const shown = (
    <>
      <Icon of={CornerUpLeft} size={14} className="shrink-0" />
      <bdi data-person={personHue(`u${replyTo.user?.id ?? 0}`)} className="max-w-2/5 shrink-0 truncate font-semibold text-person">
        {name}
      </bdi>
      <bdi className={replyTo.deleted ? "min-w-0 truncate italic" : "min-w-0 truncate"}>{said}</bdi>
    </>
  );
  const look = "flex max-w-full min-w-0 items-center gap-1.5 text-sm text-muted";
  if (!onGo) return <div className={look}>{shown}</div>;
  return (
    <button type="button" aria-label={fill(texts.answered, { name, text: said })} className={`${look} rounded-control text-start hover:text-ink touch:min-h-11`} onClick={onGo}>
      {shown}
    </button>
  );
}
