"use client";

import type { ReactNode } from "react";
import { buttonClass, type ButtonLook } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { MenuButton } from "@/components/ui/menu-button";
import type { MenuEntry } from "@/components/ui/menu-entry";

const MenuContent = lazyPart(() => import("@/components/ui/menu-content").then((module) => module.MenuContent));

type MenuProps = {
  label: string;
  icon?: ReactNode;
  text?: string;
  look?: ButtonLook;
  /** In place of the look, where the button is of another family. */
  buttonClassName?: string;
  entries: MenuEntry[];
  /** Fetches what the entries open, as a pointer or the focus comes near. */
  warm?: () => void;
};

/** A menu of actions behind an icon or a word. */
export function Menu({ label, icon, text, look = "plain", buttonClassName, entries, warm }: MenuProps) {
  const near = () => {
    MenuContent.warm();
    warm?.();
  };
  return (
    <MenuButton label={label} icon={icon} text={text} className={buttonClassName ?? buttonClass(look, !text)} warm={near}>
      {(open) => <MenuContent entries={entries} {...open} />}
    </MenuButton>
  );
}
