import type { ReactNode } from "react";

/** One action of a menu, or the line between two groups. */
export type MenuEntry = { key: string; text: string; icon?: ReactNode; danger?: boolean; disabled?: boolean; onSelect: () => void } | "separator";
