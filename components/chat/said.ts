import type { ChatTexts } from "@/components/chat/texts";
import type { Attachment, Message } from "@/lib/chat/contract";

/** A file in place of words. */
export const fileWord = ({ kind, name }: Pick<Attachment, "kind" | "name">, texts: Pick<ChatTexts, "picture">): string => (kind === "picture" ? texts.picture : name);

/** What a message says in a line of text: its words, or what it carries where it has none. */
export function saidOf({ content, attachments: [first] = [] }: Pick<Message, "content" | "attachments">, texts: Pick<ChatTexts, "picture">): string {
  return content.trim() === "" && first ? fileWord(first, texts) : content;
}
