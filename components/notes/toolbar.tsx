"use client";

import Bold from "@lucide/icons/icons/bold";
import Italic from "@lucide/icons/icons/italic";
import List from "@lucide/icons/icons/list";
import ListOrdered from "@lucide/icons/icons/list-ordered";
import Quote from "@lucide/icons/icons/quote";
import Redo2 from "@lucide/icons/icons/redo-2";
import Undo2 from "@lucide/icons/icons/undo-2";
import { useTranslations } from "next-intl";
import type { EditorView } from "prosemirror-view";
import { Button, Root } from "radix-ui/toolbar";
import type { ReactNode } from "react";
import { blockCommand, blockKinds, toolCommands, toolNames, type BlockKind, type ToolName, type ToolState } from "@/components/notes/editing";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/input";

const icons: Record<ToolName, ReactNode> = { strong: <Icon of={Bold} size={18} />, em: <Icon of={Italic} size={18} />, bullet: <Icon of={List} size={18} />, ordered: <Icon of={ListOrdered} size={18} />, quote: <Icon of={Quote} size={18} />, undo: <Icon of={Undo2} size={18} />, redo: <Icon of={Redo2} size={18} /> };
const isSwitch = (name: ToolName) => name !== "undo" && name !== "redo";

/** How the text at the cursor looks. One stop for Tab; inside one moves with the arrows. */
export function Toolbar({ view, state }: { view: EditorView; state: ToolState }) {
  const t = useTranslations("notes.tools");
  const run = (name: ToolName) => {
    toolCommands[name](view.state, view.dispatch, view);
    view.focus();
  };
  return (
    <Root aria-label={t("label")} className="note-tools">
      <Select
        aria-label={t("block")}
        className="w-auto"
        value={state.block}
        onChange={(event) => {
          blockCommand(event.target.value as BlockKind)(view.state, view.dispatch, view);
          view.focus();
        }}
      >
        {blockKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`blocks.${kind}`)}
          </option>
        ))}
      </Select>
      {toolNames.map((name) => (
        <Button
          key={name}
          aria-label={t(name)}
          title={t(name)}
          {...(isSwitch(name) ? { "aria-pressed": state.active[name] } : {})}
          disabled={!state.possible[name] && !state.active[name]}
          className={buttonClass("plain", true, state.active[name] ? "bg-sunken text-accent" : undefined)}
          onClick={() => run(name)}
        >
          {icons[name]}
        </Button>
      ))}
    </Root>
  );
}
