import type { ComponentProps, ReactNode } from "react";
import { buttonClass, type ButtonLook } from "@/components/ui/button";
import { Tooltip, type TooltipSide } from "@/components/ui/tooltip";

/** A button that shows only an icon. Its word is the label, and is shown on hover and focus. */
export function IconButton({
  label,
  icon,
  look = "plain",
  side = "top",
  className,
  ...rest
}: Omit<ComponentProps<"button">, "aria-label" | "children"> & { label: string; icon: ReactNode; look?: ButtonLook; side?: TooltipSide }) {
  return (
    <Tooltip text={label} side={side}>
      <button type="button" {...rest} aria-label={label} className={buttonClass(look, true, className)}>
        {icon}
      </button>
    </Tooltip>
  );
}
