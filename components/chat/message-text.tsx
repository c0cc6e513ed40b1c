import { clsx } from "clsx";
import { Fragment, type ReactNode } from "react";
import type { Mention } from "@/lib/chat/contract";
import { linkParts } from "@/lib/core/link-parts";
import { mentionParts } from "@/lib/core/mention-parts";

/** A plain stretch with the people whom it names, each marked and by the name that they have now. */
function withMentions(text: string, mentions: readonly Mention[], viewerId: number): ReactNode {
  if (mentions.length === 0) return text;
  return mentionParts(text, mentions.map((mention) => mention.text)).map((part, index) => {
    const mention = part.name === undefined ? undefined : mentions[part.name];
    if (!mention) return <Fragment key={index}>{part.text}</Fragment>;
    return (
      <bdi key={index} className={clsx("rounded-control px-1 font-medium", mention.id === viewerId ? "bg-attention-soft" : "bg-accent-soft")}>
        @{mention.username}
      </bdi>
    );
  });
}

/** A text as it was written: lines kept, nothing interpreted but the addresses of pages and the names of members. */
export function MessageText({ text, mentions = [], viewerId = 0, className }: { text: string; mentions?: readonly Mention[] | undefined; viewerId?: number; className?: string }) {
  return (
    <p dir="auto" className={clsx("text-base break-words whitespace-pre-wrap [overflow-wrap:anywhere]", className)}>
      {linkParts(text).map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc" className="link">
            {part.text}
          </a>
        ) : (
          <Fragment key={index}>{withMentions(part.text, mentions, viewerId)}</Fragment>
        ),
      )}
    </p>
  );
}
