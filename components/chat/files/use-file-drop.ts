"use client";

import { useRef, useState, type DragEvent } from "react";

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes("Files");

/** Takes files that are dragged onto a part of the page; null where nobody takes them. */
export function useFileDrop(take: ((files: readonly File[]) => void) | null) {
  const [isOver, setOver] = useState(false);
  /** Children are entered before their parents are left. */
  const depth = useRef(0);
  if (!take) return { isOver: false, handlers: {} };
  const move = (by: 1 | -1) => (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  return {
    isOver,
    handlers: {
      onDragEnter: move(1),
      onDragLeave: move(-1),
      // Without this a browser opens the file in place of the page.
      onDragOver: (event: DragEvent) => void (hasFiles(event) && event.preventDefault()),
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        take([...event.dataTransfer.files]);
      },
    },
  };
}
