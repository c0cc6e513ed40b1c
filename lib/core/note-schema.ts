import { Schema, type MarkSpec, type NodeSpec } from "prosemirror-model";

/** What notes are made of: the editor and the export read them by the same rules. Whatever does not fit is dropped. */

/** Links lead to pages and mailboxes; whatever else somebody's browser sent leads nowhere. */
export function safeLink(href: unknown): string | null {
  if (typeof href !== "string" || !URL.canParse(href)) return null;
  return ["http:", "https:", "mailto:"].includes(new URL(href).protocol) ? href : null;
}

const headingLevels = [1, 2, 3] as const;

const nodes = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 1, validate: "number" } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [...headingLevels.map((level) => ({ tag: `h${level}`, attrs: { level } })), ...[4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: 3 } }))],
    toDOM: ({ attrs }) => [`h${headingLevels.find((level) => level === attrs.level) ?? 3}`, 0],
  },
  blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  code_block: { content: "text*", marks: "", group: "block", code: true, defining: true, parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", ["code", 0]] },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
  list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  text: { group: "inline" },
  hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
} satisfies Record<string, NodeSpec>;

const marks = {
  link: {
    attrs: { href: { validate: "string" } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (element) => (safeLink(element.getAttribute("href")) === null ? false : { href: element.getAttribute("href") }) }],
    toDOM: ({ attrs }) => {
      const href = safeLink(attrs.href);
      return href === null ? ["span", 0] : ["a", { href, rel: "noopener noreferrer nofollow", target: "_blank" }, 0];
    },
  },
  em: { parseDOM: [{ tag: "i" }, { tag: "em" }], toDOM: () => ["em", 0] },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: (element) => element.style.fontWeight !== "normal" && null }], toDOM: () => ["strong", 0] },
  code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
} satisfies Record<string, MarkSpec>;

export const noteSchema = new Schema({ nodes, marks });
