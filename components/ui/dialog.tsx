"use client";

import X from "@lucide/icons/icons/x";
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/**
 * A question or a small form above the page; on a phone it is a sheet. The browser's own modal dialog: it keeps the focus
 * inside, makes the rest inert, closes with Escape and gives the focus back. Mounted content only while open.
 */
export function Dialog({
  open,
  onClose,
  title,
  text,
  closeLabel,
  actions,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Says what will happen; read with the title. */
  text?: ReactNode;
  /** The word of the cross. */
  closeLabel: string;
  /** Buttons, the primary one last. */
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const isGone = useRef(false);

  // One that goes while it is open gives the focus back too: only a dialog that is closed does that.
  useLayoutEffect(() => {
    const dialog = element.current;
    isGone.current = false;
    return () => {
      isGone.current = true;
      dialog?.close();
    };
  }, []);
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    <dialog
      ref={element}
      aria-labelledby={`${id}-title`}
      aria-describedby={text ? `${id}-text` : undefined}
      className="dialog"
      onClose={() => !isGone.current && onClose()}
      onPointerDown={(event) => event.target === element.current && onClose()}
    >
      {open && (
        <div className="grid gap-4 p-6">
          <header className="flex items-start justify-between gap-4">
            <h2 id={`${id}-title`} className="pt-1 text-lg break-words">
              {title}
            </h2>
            <IconButton label={closeLabel} icon={<Icon of={X} size={18} />} onClick={onClose} className="-mt-1.5 -mr-2" />
          </header>
          {text && (
            <p id={`${id}-text`} className="text-base text-muted">
              {text}
            </p>
          )}
          {children}
          {actions && <footer className="mt-2 flex flex-wrap justify-end gap-2">{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
