"use client";

import type { CallKeys } from "@/components/call/call-keys";
import type { Traffic } from "@/components/call/choices";
import { EffectsDialog } from "@/components/call/effects/effects-dialog";
import { FiguresDialog } from "@/components/call/figures-dialog";
import { HelpDialog } from "@/components/call/help-dialog";
import type { CallDialog } from "@/components/call/more-menu";
import { ReactionsDialog } from "@/components/call/reactions-dialog";
import { SettingsDialog } from "@/components/call/settings-dialog";
import { ShortcutsDialog } from "@/components/call/shortcuts-dialog";
import type { Reaction } from "@/lib/calls/contract";

type CallDialogsProps = {
  dialog: CallDialog | null;
  onClose: () => void;
  onOpen: (dialog: CallDialog) => void;
  traffic: Traffic;
  onTraffic: (traffic: Traffic) => void;
  onReact: (reaction: Reaction) => void;
  keys: CallKeys;
  onKeys: (keys: CallKeys) => void;
};

/** What opens above the call. Loaded when the first of them is wanted; it stays then, so that a dialog that closes can give the focus back. */
export function CallDialogs({ dialog, onClose, onOpen, traffic, onTraffic, onReact, keys, onKeys }: CallDialogsProps) {
  return (
    <>
      <SettingsDialog open={dialog === "settings"} onClose={onClose} traffic={traffic} onTraffic={onTraffic} />
      <ReactionsDialog open={dialog === "reactions"} onClose={onClose} onReact={onReact} />
      <EffectsDialog open={dialog === "effects"} onClose={onClose} />
      <FiguresDialog open={dialog === "figures"} onClose={onClose} />
      {/* Its way on to another dialog closes it: that must not close the other one. */}
      <HelpDialog open={dialog === "help"} onClose={() => dialog === "help" && onClose()} onOpen={onOpen} />
      <ShortcutsDialog open={dialog === "shortcuts"} onClose={onClose} keys={keys} onChange={onKeys} />
    </>
  );
}
