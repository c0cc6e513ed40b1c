"use client";

import type { ChatTexts } from "@/components/chat/texts";
import { useTypists } from "@/components/chat/use-typing";
import { fill } from "@/lib/core/fill";

/** So many are named; of more it is only said that they are several. */
const maxNamed = 2;

function wordsFor(typists: readonly { username: string }[], texts: ChatTexts, locale: string): string {
  if (typists.length > maxNamed) return texts.typingMany;
  const name = new Intl.ListFormat(locale).format(typists.map(({ username }) => username));
  return fill(typists.length === 1 ? texts.typingOne : texts.typingTwo, { name });
}

/** Who is writing. It keeps its place when nobody is, and is not read out: it comes and goes too often. */
export function TypingLine({ roomId, viewerId, texts, locale }: { roomId: number; viewerId: number; texts: ChatTexts; locale: string }) {
  const typists = useTypists(roomId, viewerId);
  return <p className="-my-1 h-4 truncate text-xs text-muted">{typists.length > 0 && <bdi>{wordsFor(typists, texts, locale)}</bdi>}</p>;
}
