import { prosemirrorJSONToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { noteSchema } from "@/lib/core/note-schema";
import { notesField } from "@/lib/core/note-fragment";

type Json = { type: string; content?: Json[]; text?: string; attrs?: Record<string, unknown>; marks?: { type: string; attrs?: Record<string, unknown> }[] };

/** A document with this content, as a browser's editor makes it. */
export function noteDocument(...blocks: Json[]): Y.Doc {
  const doc = new Y.Doc();
  prosemirrorJSONToYXmlFragment(noteSchema, { type: "doc", content: blocks }, doc.getXmlFragment(notesField));
  return doc;
}

/** A paragraph of plain text. */
export function noteParagraph(text: string): Json {
  return { type: "paragraph", content: [{ type: "text", text }] };
}

/** A document's whole content as one change. */
export function changeOf(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}

/** Writes a paragraph at the end and answers the change alone. */
export function writeParagraph(doc: Y.Doc, text: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(text)]);
  const fragment = doc.getXmlFragment(notesField);
  fragment.insert(fragment.length, [paragraph]);
  return Y.encodeStateAsUpdate(doc, before);
}
