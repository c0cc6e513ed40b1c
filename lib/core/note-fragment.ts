import * as Y from "yjs";

/** The one text of a room's notes, by its name in the shared document. */
export const notesField = "notes";

/**
 * The notes in a document, without what no editor of ours puts there and at which every editor would stumble: whatever
 * is no element at the top.
 */
export function notesOf(doc: Y.Doc): Y.XmlFragment {
  const fragment = doc.getXmlFragment(notesField);
  if (fragment.toArray().some((each) => !(each instanceof Y.XmlElement))) {
    doc.transact(() => {
      for (let index = fragment.length - 1; index >= 0; index -= 1) if (!(fragment.get(index) instanceof Y.XmlElement)) fragment.delete(index, 1);
    });
  }
  return fragment;
}
