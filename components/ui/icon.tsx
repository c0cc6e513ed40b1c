import type { LucideIconData } from "@lucide/icons";
import type { ComponentProps } from "react";

const drawn = new WeakMap<LucideIconData, string>();

/** The lines of an icon as markup, made once: constants of its package, never anything that a person wrote. */
function linesOf(icon: LucideIconData): string {
  let lines = drawn.get(icon);
  if (lines === undefined) {
    lines = icon.node.map(([tag, { key: _key, ...attributes }]) => `<${tag}${Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join("")}/>`).join("");
    drawn.set(icon, lines);
  }
  return lines;
}

type IconProps = Omit<ComponentProps<"svg">, "children" | "dangerouslySetInnerHTML" | "width" | "height" | "role" | "aria-label" | "aria-hidden"> & {
  of: LucideIconData;
  /** Pixels of its square. */
  size?: number;
  /** What it says where it stands alone; beside its word, and in a button that has a label, it is decoration. */
  label?: string;
};

/** One element with its markup: as components, shape by shape, the fifteen icons of a page cost a twentieth of its time. */
export function Icon({ of, size = 24, strokeWidth = 2, label, ...rest }: IconProps) {
  const semantics = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={strokeWidth} strokeLinecap="round" strokeLinejoin="round" {...semantics} {...rest} dangerouslySetInnerHTML={{ __html: linesOf(of) }} />;
}
