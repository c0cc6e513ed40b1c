"use client";

import dynamic from "next/dynamic";
import { useId, useRef, useState, type ReactNode } from "react";
import { buttonClass, type ButtonLook } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

const loadContent = () => import("@/components/ui/menu-content");
const MenuContent = dynamic(() => loadContent().then((module) => module.MenuContent), { ssr: false });

export type MenuEntry = { key: string; text: string; icon?: ReactNode; danger?: boolean; disabled?: boolean; onSelect: () => void } | "separator";

/** A menu of actions behind an icon or a word. Its code is fetched when a pointer or the focus comes near, not with the page. */
export function Menu({ label, icon, text, look = "plain", entries }: { label: string; icon?: ReactNode; text?: string; look?: ButtonLook; entries: MenuEntry[] }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const warm = () => void loadContent();

  const trigger = (
    <button
      ref={button}
      id={id}
      type="button"
      aria-label={text ? undefined : label}
      aria-haspopup="menu"
      aria-expanded={open}
      className={buttonClass(look, !text)}
      onPointerEnter={warm}
      onFocus={warm}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        setOpen(true);
      }}
    >
      {icon}
      {text}
    </button>
  );

  return (
    <span className="relative inline-flex">
      {text ? trigger : <Tooltip text={label}>{trigger}</Tooltip>}
      {open && <MenuContent labelledBy={id} entries={entries} onClose={() => setOpen(false)} returnFocus={() => button.current?.focus()} />}
    </span>
  );
}
