"use client";

import { useTranslations } from "next-intl";
import { useState, type KeyboardEvent } from "react";
import { callCommands, defaultKeys, rebind, type CallCommand, type CallKeys } from "@/components/call/call-keys";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** Every key of the call, each to be changed by pressing another, and one switch for all of them. */
export function ShortcutsDialog({ open, onClose, keys, onChange }: { open: boolean; onClose: () => void; keys: CallKeys; onChange: (keys: CallKeys) => void }) {
  const t = useTranslations("call.shortcuts");
  const [asked, setAsked] = useState<CallCommand | null>(null);
  const close = () => {
    setAsked(null);
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} title={t("title")} text={t("text")} closeLabel={t("close")} actions={<Button onClick={() => onChange(defaultKeys)}>{t("reset")}</Button>}>
      <Switch label={t("isOn")} checked={keys.isOn} onChange={(event) => onChange({ ...keys, isOn: event.target.checked })} />
      <dl className="grid gap-1">
        {callCommands.map((command) => (
          <div key={command} className="flex min-h-11 items-center justify-between gap-4">
            <dt className="text-ui">{t(`commands.${command}`)}</dt>
            <dd>
              <KeyButton command={command} keyNow={keys.keys[command]} isAsked={asked === command} onAsk={(on) => setAsked(on ? command : null)} onKey={(key) => onChange(rebind(keys, command, key))} />
            </dd>
          </div>
        ))}
        <div className="flex min-h-11 items-center justify-between gap-4">
          <dt className="text-ui">{t("talk")}</dt>
          <dd className="px-3">
            <Kbd>{t("space")}</Kbd>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}

type KeyButtonProps = { command: CallCommand; keyNow: string; isAsked: boolean; onAsk: (on: boolean) => void; onKey: (key: string) => void };

/** The key of a command. Pressed, it waits for another one: Backspace takes the key away, Escape leaves it. */
function KeyButton({ command, keyNow, isAsked, onAsk, onKey }: KeyButtonProps) {
  const t = useTranslations("call.shortcuts");
  const hear = (event: KeyboardEvent) => {
    if (!isAsked || event.key === "Tab" || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== "Escape") onKey(event.key === "Backspace" || event.key === "Delete" ? "" : event.key);
    onAsk(false);
  };
  const shown = keyNow === "" ? t("none") : keyNow.toUpperCase();
  return (
    <Button look="plain" aria-label={t(isAsked ? "pressNow" : "change", { command: t(`commands.${command}`), key: shown })} aria-pressed={isAsked} onClick={() => onAsk(!isAsked)} onBlur={() => onAsk(false)} onKeyDown={hear}>
      {isAsked ? <span className="text-sm text-muted">{t("press")}</span> : <Kbd>{shown}</Kbd>}
    </Button>
  );
}
