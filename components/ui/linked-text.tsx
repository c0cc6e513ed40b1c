import { Fragment, type ReactNode } from "react";
import { linkParts } from "@/lib/core/link-parts";

/** A text of somebody with its addresses as links; what is no address as `plain` shows it. */
export function LinkedText({ text, plain = (part) => part }: { text: string; plain?: (part: string) => ReactNode }) {
  return linkParts(text).map((part, index) =>
    part.href ? (
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc" className="link">
        {part.text}
      </a>
    ) : (
      <Fragment key={index}>{plain(part.text)}</Fragment>
    ),
  );
}
