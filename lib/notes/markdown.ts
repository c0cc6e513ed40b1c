import { defaultMarkdownSerializer, MarkdownSerializer } from "prosemirror-markdown";
import { yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import * as Y from "yjs";
import { notesOf } from "@/lib/core/note-fragment";
import { noteSchema, safeLink } from "@/lib/core/note-schema";

const { nodes, marks } = defaultMarkdownSerializer;

const serializer = new MarkdownSerializer(
  {
    ...nodes,
    bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
    ordered_list: (state, node) => {
      const width = String(node.childCount).length + 2;
      state.renderList(node, " ".repeat(width), (index) => `${index + 1}. `.padEnd(width));
    },
    code_block: (state, node) => {
      // Longer than any fence inside.
      const fence = "`".repeat(Math.max(3, ...[...node.textContent.matchAll(/`{3,}/g)].map(([found]) => found.length + 1)));
      state.write(`${fence}\n`);
      state.text(node.textContent, false);
      state.write(`\n${fence}`);
      state.closeBlock(node);
    },
  },
  {
    ...marks,
    link: {
      open: (_state, mark) => (safeLink(mark.attrs.href) === null ? "" : "["),
      close: (_state, mark) => {
        const href = safeLink(mark.attrs.href);
        return href === null ? "" : `](<${href.replace(/[<>\n]/g, encodeURIComponent)}>)`;
      },
      mixable: true,
    },
  },
  { strict: false },
);

/** Notes as Markdown, as other programs read it. Empty text for empty notes. */
export function notesToMarkdown(content: Uint8Array): string {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, content);
    const fragment = notesOf(doc);
    if (fragment.length === 0) return "";
    const text = serializer.serialize(yXmlFragmentToProseMirrorRootNode(fragment, noteSchema), { tightLists: true });
    return text.trim() === "" ? "" : `${text.trimEnd()}\n`;
  } finally {
    doc.destroy();
  }
}
