import { clsx } from "clsx";
import { Fragment, type ReactNode } from "react";
import { LinkedText } from "@/components/ui/linked-text";
import type { Mention } from "@/lib/chat/contract";
import { codeParts, type CodePart } from "@/lib/core/code-parts";
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

/** The lines between blocks of code: a paragraph each. */
function paragraphsOf(parts: readonly CodePart[]): CodePart[][] {
  const paragraphs: CodePart[][] = [];
  for (const part of parts) {
    const last = paragraphs.at(-1);
    if (last && part.code !== "block" && last[0]?.code !== "block") last.push(part);
    else paragraphs.push([part]);
  }
  return paragraphs;
}

/** A text as it was written: lines kept, nothing interpreted but addresses of pages, names of members, and code between backticks. */
export function MessageText({ text, mentions = [], viewerId = 0, className }: { text: string; mentions?: readonly Mention[] | undefined; viewerId?: number; className?: string }) {
  const look = clsx("text-base break-words whitespace-pre-wrap [overflow-wrap:anywhere]", className);
  // Most texts are nothing but words: looked through by three parts for each, a page of them costs its server half as much again.
  if (mentions.length === 0 && !text.includes("`") && !text.includes("://")) {
    return (
      <p dir="auto" className={look}>
        {text}
      </p>
    );
  }
  return paragraphsOf(codeParts(text)).map((paragraph, index) =>
    paragraph[0]?.code === "block" ? (
      <pre key={index} dir="ltr" tabIndex={0} className={clsx("my-1 max-h-96 overflow-auto rounded-control bg-sunken px-3 py-2 font-mono text-sm", className)}>
        <code>{paragraph[0].text}</code>
      </pre>
    ) : (
      <p key={index} dir="auto" className={look}>
        {paragraph.map((part, place) =>
          part.code ? (
            <code key={place} className="rounded-control bg-sunken px-1 py-0.5 font-mono text-[0.9em]">
              {part.text}
            </code>
          ) : (
            <LinkedText key={place} text={part.text} plain={(words) => withMentions(words, mentions, viewerId)} />
          ),
        )}
      </p>
    ),
  );
}
