import { expect, test } from "vitest";
import * as Y from "yjs";
import { notesField } from "@/lib/core/note-fragment";
import { notesToMarkdown } from "@/lib/notes/markdown";
import { emptyNotes, isNoteChange, tidyNotes } from "@/lib/notes/merge";
import { changeOf, noteDocument, noteParagraph, writeParagraph } from "@/lib/notes/testing";

const text = (words: string, ...marks: string[]) => ({ type: "text", text: words, marks: marks.map((type) => ({ type })) });
const item = (words: string, ...more: ReturnType<typeof noteParagraph>[]) => ({ type: "list_item", content: [noteParagraph(words), ...more] });

test("notes are exported as Markdown that other programs read", () => {
  const doc = noteDocument(
    { type: "heading", attrs: { level: 2 }, content: [text("Agenda")] },
    { type: "paragraph", content: [text("It is "), text("very", "strong"), text(" and "), text("quite", "em"), text(" "), text("x * y", "code"), text(", see "), { type: "text", text: "here", marks: [{ type: "link", attrs: { href: "https://example.test/a b" } }] }] },
    { type: "bullet_list", content: [item("one"), item("two", noteParagraph("more"))] },
    { type: "ordered_list", content: [item("first"), item("second")] },
    { type: "blockquote", content: [noteParagraph("said *so*")] },
    { type: "code_block", content: [text("a ``` b")] },
    { type: "horizontal_rule" },
    noteParagraph("1. is no list"),
  );
  expect(notesToMarkdown(changeOf(doc))).toMatchInlineSnapshot(`
    "## Agenda

    It is **very** and *quite* \`x * y\`, see [here](<https://example.test/a b>)

    - one
    - two

      more

    1. first
    2. second

    > said \\*so\\*

    \`\`\`\`
    a \`\`\` b
    \`\`\`\`

    ---

    1\\. is no list
    "
  `);
});

test("empty notes are an empty text", () => {
  expect(notesToMarkdown(emptyNotes)).toBe("");
  expect(notesToMarkdown(changeOf(noteDocument({ type: "paragraph" })))).toBe("");
});

test("a link that runs a script leads nowhere", () => {
  const doc = noteDocument({ type: "paragraph", content: [{ type: "text", text: "click", marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] }] });
  expect(notesToMarkdown(changeOf(doc))).toBe("click\n");
});

test("what does not fit into notes is left out, not an error", () => {
  const doc = noteDocument(noteParagraph("kept"));
  doc.getXmlFragment(notesField).push([new Y.XmlElement("iframe"), new Y.XmlText("loose")]);
  expect(notesToMarkdown(changeOf(doc))).toContain("kept");
});

test("only bytes that every browser can read are a change", () => {
  expect(isNoteChange(changeOf(noteDocument(noteParagraph("x"))))).toBe(true);
  expect([new Uint8Array(), new Uint8Array([1, 2, 3]), new Uint8Array(50).fill(255), new TextEncoder().encode("<html>")].map(isNoteChange)).toEqual([false, false, false, false]);
});

test("tidying keeps a change that came before the one it rests on", () => {
  const doc = noteDocument(noteParagraph("first"));
  const first = changeOf(doc);
  const second = writeParagraph(doc, "second");
  const early = tidyNotes([second]);
  expect(notesToMarkdown(early)).toBe("");
  expect(notesToMarkdown(tidyNotes([early, first]))).toBe("first\n\nsecond\n");
});
