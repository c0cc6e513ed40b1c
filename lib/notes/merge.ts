import * as Y from "yjs";

/** Nothing: the change that a document without content is. */
export const emptyNotes: Uint8Array = Y.encodeStateAsUpdate(new Y.Doc());

/** Several changes as one, as they are: nothing that was deleted goes by it. */
export function mergeNotes(changes: readonly Uint8Array[]): Uint8Array {
  return changes.length === 0 ? emptyNotes : changes.length === 1 ? (changes[0] as Uint8Array) : Y.mergeUpdates([...changes]);
}

/** The same as a document that forgets what was deleted, with changes that wait for others kept as they are. */
export function tidyNotes(changes: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const change of changes) Y.applyUpdate(doc, change);
  });
  const tidy = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return tidy;
}

/** What somebody lacks who has what the state vector says. */
export function missingNotes(all: Uint8Array, has: Uint8Array): Uint8Array {
  return Y.diffUpdate(all, has);
}

/** What a document has, as a state vector. */
export function stateOfNotes(all: Uint8Array): Uint8Array {
  return Y.encodeStateVectorFromUpdate(all);
}

/** True for bytes that every browser can read as a change; others must never be kept. */
export function isNoteChange(bytes: Uint8Array): boolean {
  const doc = new Y.Doc();
  try {
    Y.decodeUpdate(bytes);
    Y.applyUpdate(doc, bytes);
    return true;
  } catch {
    return false;
  } finally {
    doc.destroy();
  }
}

/** True for bytes that say what a browser has. */
export function isStateVector(bytes: Uint8Array): boolean {
  try {
    Y.decodeStateVector(bytes);
    return true;
  } catch {
    return false;
  }
}
