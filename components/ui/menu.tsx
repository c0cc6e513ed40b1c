"use client";

import dynamic from "next/dynamic";
import { useId, useRef, useState, type ReactNode } from "react";
import { buttonClass, type ButtonLook } from "@/components/ui/button";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { Tooltip } from "@/components/ui/tooltip";

const loadContent = () => import("@/components/ui/menu-content");
const MenuContent = dynamic(() => loadContent().then((module) => module.MenuContent), { ssr: false });

type MenuProps = {
  label: string;
  icon?: ReactNode;
  text?: string;
  look?: ButtonLook;
  /** In place of the look, where the button is of another family. */
  buttonClassName?: string;
  entries: MenuEntry[];
};

/** A menu of actions behind an icon or a word. Its code is fetched when a pointer or the focus comes near, not with the page. */
export function Menu({ label, icon, text, look = "plain", buttonClassName, entries }: MenuProps) {
  /** By keyboard the first entry gets the focus; by pointer none does. */
  const [open, setOpen] = useState<{ byKeyboard: boolean; container: HTMLElement | null } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const warm = () => void loadContent();
  const show = (byKeyboard: boolean) => setOpen({ byKeyboard, container: button.current?.closest<HTMLElement>("dialog, main") ?? null });

  const trigger = (
    <button
      ref={button}
      id={id}
      type="button"
      aria-label={text ? undefined : label}
      aria-haspopup="menu"
      aria-expanded={open !== null}
      className={buttonClassName ?? buttonClass(look, !text)}
      onPointerEnter={warm}
      onFocus={warm}
      onClick={(event) => (open ? setOpen(null) : show(event.detail === 0))}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        show(true);
      }}
    >
      {icon}
      {text}
    </button>
  );

  return (
    <span className="relative inline-flex">
      {text ? trigger : <Tooltip text={label}>{trigger}</Tooltip>}
      {open && <MenuContent labelledBy={id} entries={entries} {...open} onClose={() => setOpen(null)} button={button} />}
    </span>
  );
}
