import { baseKeymap, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { inputRules, InputRule, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Plugin, type Command } from "prosemirror-state";
import { initProseMirrorDoc, redoCommand, undoCommand, yCursorPlugin, ySyncPlugin, yUndoPlugin, yUndoPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import type { XmlFragment } from "yjs";
import { drawCursor, type CursorPerson } from "@/components/notes/cursors";
import { noteSchema, safeLink } from "@/lib/core/note-schema";

const { nodes, marks } = noteSchema;

/** What a paragraph can be, in the order of the menu. */
export const blockKinds = ["text", "h1", "h2", "h3", "code"] as const;
export type BlockKind = (typeof blockKinds)[number];
/** What the buttons do. */
export const toolNames = ["strong", "em", "bullet", "ordered", "quote", "undo", "redo"] as const;
export type ToolName = (typeof toolNames)[number];

/** How the place of the cursor looks, for the toolbar. */
export type ToolState = { block: BlockKind; active: Record<ToolName, boolean>; possible: Record<ToolName, boolean> };

function isInside(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
}

/** Makes a list of what is selected, or takes it out of one of this kind. */
function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => (isInside(state, type) ? liftListItem(nodes.list_item) : wrapInList(type))(state, dispatch, view);
}

const toggleQuote: Command = (state, dispatch, view) => {
  if (!isInside(state, nodes.blockquote)) return wrapIn(nodes.blockquote)(state, dispatch, view);
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.type === nodes.blockquote);
  if (!range) return false;
  dispatch?.(state.tr.lift(range, range.depth - 1));
  return true;
};

/** What each button does, as the editor's commands: without `dispatch` they say whether it is possible. */
export const toolCommands: Record<ToolName, Command> = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  bullet: toggleList(nodes.bullet_list),
  ordered: toggleList(nodes.ordered_list),
  quote: toggleQuote,
  undo: (state, dispatch) => undoCommand(state, dispatch) ?? false,
  redo: (state, dispatch) => redoCommand(state, dispatch) ?? false,
};

/** Turns the paragraphs of the selection into another kind. */
export function blockCommand(kind: BlockKind): Command {
  if (kind === "text") return setBlockType(nodes.paragraph);
  return kind === "code" ? setBlockType(nodes.code_block) : setBlockType(nodes.heading, { level: Number(kind[1]) });
}

function blockOf(state: EditorState): BlockKind {
  const { parent } = state.selection.$from;
  if (parent.type === nodes.heading) return (["h1", "h2", "h3"] as const)[Number(parent.attrs.level) - 1] ?? "h3";
  return parent.type === nodes.code_block ? "code" : "text";
}

function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type);
}

/** What the toolbar shows at the cursor. */
export function toolStateOf(state: EditorState): ToolState {
  const possible = Object.fromEntries(toolNames.map((name) => [name, toolCommands[name](state)])) as ToolState["possible"];
  const active = { strong: hasMark(state, marks.strong), em: hasMark(state, marks.em), bullet: isInside(state, nodes.bullet_list), ordered: isInside(state, nodes.ordered_list), quote: isInside(state, nodes.blockquote), undo: false, redo: false };
  return { block: blockOf(state), active, possible };
}

/** An address that somebody types becomes a link with the space after it. */
const linkRule = new InputRule(/(?:^|\s)(https?:\/\/\S+?)([.,;:!?)]*)\s$/, (state, match, start, end) => {
  const [whole, href = ""] = match;
  if (safeLink(href) === null || !state.selection.$from.parent.type.allowsMarkType(marks.link)) return null;
  const from = start + whole.indexOf(href);
  return state.tr.insertText(" ", end).addMark(from, from + href.length, marks.link.create({ href })).removeStoredMark(marks.link);
});

const rules = inputRules({
  rules: [
    linkRule,
    textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 1 })),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
    wrappingInputRule(/^1\.\s$/, nodes.ordered_list),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  ],
});

const breakLine: Command = (state, dispatch) => {
  if (state.selection.$from.parent.type === nodes.code_block) dispatch?.(state.tr.insertText("\n"));
  else dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

/** Tab is left alone: it leaves the editor, as people who use the keyboard only need. Lists are indented with Mod-] and Mod-[. */
const keys = keymap({
  "Mod-b": toolCommands.strong,
  "Mod-i": toolCommands.em,
  "Mod-e": toggleMark(marks.code),
  "Mod-z": toolCommands.undo,
  "Mod-y": toolCommands.redo,
  "Mod-Shift-z": toolCommands.redo,
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
  "Shift-Enter": breakLine,
  Enter: splitListItem(nodes.list_item),
});

/** A link opens with the key that opens a link elsewhere in a new tab; a plain click places the cursor. */
const links = new Plugin({
  props: {
    handleClick: (view, position, event) => {
      const href = safeLink(view.state.doc.nodeAt(position)?.marks.find((mark) => mark.type === marks.link)?.attrs.href);
      if (href === null || (view.editable && !event.metaKey && !event.ctrlKey)) return false;
      window.open(href, "_blank", "noopener,noreferrer");
      return true;
    },
    handlePaste: (view, event) => {
      const href = safeLink(event.clipboardData?.getData("text/plain").trim());
      if (href === null || view.state.selection.empty) return false;
      return toggleMark(marks.link, { href })(view.state, view.dispatch);
    },
  },
});

/** The editor's beginning: the notes as they stand, and what it does by itself: shares, undoes only one's own, draws others' cursors, hears keys. */
export function startEditing(fragment: XmlFragment, awareness: Awareness): EditorState {
  // Of no text at all there is no document; the editor makes the first paragraph.
  const start = fragment.length > 0 ? initProseMirrorDoc(fragment, noteSchema) : null;
  const selection = (person: CursorPerson) => ({ class: "note-selection", "data-person": String(person.hue) });
  const plugins = [
    ySyncPlugin(fragment, start ? { mapping: start.mapping } : {}),
    yCursorPlugin(awareness, { cursorBuilder: drawCursor, selectionBuilder: selection } as unknown as Parameters<typeof yCursorPlugin>[1]),
    yUndoPlugin(),
    rules,
    keys,
    keymap(baseKeymap),
    links,
  ] as Plugin[];
  return EditorState.create(start ? { doc: start.doc, plugins } : { schema: noteSchema, plugins });
}

/** Tells when there is something to undo or nothing any more: that changes without the text changing here. */
export function onUndoStack(state: EditorState, tell: () => void): () => void {
  const manager = (yUndoPluginKey.getState(state) as { undoManager: { on: (name: string, run: () => void) => void; off: (name: string, run: () => void) => void } }).undoManager;
  const names = ["stack-item-added", "stack-item-popped", "stack-cleared"];
  for (const name of names) manager.on(name, tell);
  return () => {
    for (const name of names) manager.off(name, tell);
  };
}
