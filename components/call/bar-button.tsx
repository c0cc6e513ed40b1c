import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";

/** A control of the call: an icon whose word is its label, shown on hover and focus. The word says what a press does. */
export function BarButton({
  label,
  icon,
  look,
  busy = false,
  ...rest
}: Omit<ComponentProps<"button">, "aria-label" | "children" | "className"> & { label: string; icon: ReactNode; look?: "off" | "on" | "hand"; busy?: boolean }) {
  return (
    <Tooltip text={label}>
      <button type="button" {...rest} aria-label={label} aria-busy={busy || undefined} data-look={look} className="bar-button">
        {icon}
      </button>
    </Tooltip>
  );
}
