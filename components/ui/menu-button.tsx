"use client";

import { useId, useState, type ReactNode } from "react";
import type { LazyPlace } from "@/components/ui/lazy-part";
import { Tooltip } from "@/components/ui/tooltip";

/** What an opened menu needs to know of the button that it hangs on. */
export type OpenMenu = {
  labelledBy: string;
  /** By keyboard the first entry gets the focus; by pointer none does. */
  byKeyboard: boolean;
  button: HTMLButtonElement;
  /** Where the menu is drawn: inside a modal dialog only what the dialog holds can be reached. */
  container: HTMLElement | null;
  onClose: () => void;
};

type MenuButtonProps = {
  label: string;
  icon?: ReactNode;
  text?: string;
  className: string;
  /** Fetches the code of the menu: called when a pointer or the focus comes near. */
  warm: () => void;
  /** The opened menu, a part that is fetched. */
  children: (open: OpenMenu & LazyPlace) => ReactNode;
};

/** The button of a menu whose code is not fetched with the page, but when a pointer or the focus comes near. */
export function MenuButton({ label, icon, text, className, warm, children }: MenuButtonProps) {
  const [open, setOpen] = useState<Pick<OpenMenu, "byKeyboard" | "button" | "container"> | null>(null);
  const id = useId();
  const show = (button: HTMLButtonElement, byKeyboard: boolean) => setOpen({ byKeyboard, button, container: button.closest<HTMLElement>("dialog, main") });

  const trigger = (
    <button
      id={id}
      type="button"
      aria-label={text ? undefined : label}
      aria-haspopup="menu"
      aria-expanded={open !== null}
      className={className}
      onPointerEnter={warm}
      onFocus={warm}
      onClick={(event) => (open ? setOpen(null) : show(event.currentTarget, event.detail === 0))}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        show(event.currentTarget, true);
      }}
    >
      {icon}
      {text}
    </button>
  );

  return (
    <span className="relative inline-flex">
      {text ? trigger : <Tooltip text={label}>{trigger}</Tooltip>}
      {open && children({ labelledBy: id, onClose: () => setOpen(null), onMissing: () => setOpen(null), onAgain: () => setOpen(open), ...open })}
    </span>
  );
}
