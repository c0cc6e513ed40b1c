"use client";

import ChevronLeft from "@lucide/icons/icons/chevron-left";
import ChevronRight from "@lucide/icons/icons/chevron-right";
import Download from "@lucide/icons/icons/download";
import X from "@lucide/icons/icons/x";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { buttonClass } from "@/components/ui/button";
import type { ChatTexts } from "@/components/chat/texts";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import type { Attachment } from "@/lib/chat/contract";
import { fill } from "@/lib/core/fill";

/** A finger that goes so far to the side leads on, in pixels of the page. */
const swipePx = 48;

/** The pictures of a message one by one, as large as the window: arrows and a swipe lead on, Escape and a press beside the picture close. */
export function PictureViewer({ pictures, start, texts, onClose }: { pictures: readonly Attachment[]; start: number; texts: ChatTexts; onClose: () => void }) {
  const element = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(start);
  const touch = useRef<{ id: number; x: number; y: number }>(null);
  const picture = pictures[Math.min(index, pictures.length - 1)];
  useEffect(() => {
    const dialog = element.current;
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-close]")?.focus();
  }, []);
  if (!picture) return null;
  const move = (by: -1 | 1) => setIndex((index + by + pictures.length) % pictures.length);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || pictures.length < 2) return;
    event.preventDefault();
    move(by);
  };
  // A second finger zooms; then neither of them leads on.
  const onPointerDown = (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    touch.current = event.isPrimary ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = touch.current;
    if (from?.id !== event.pointerId) return;
    touch.current = null;
    const [across, along] = [event.clientX - from.x, event.clientY - from.y];
    if (pictures.length < 2 || Math.abs(across) < swipePx || Math.abs(across) < 2 * Math.abs(along)) return;
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    move(across < 0 === isRightToLeft ? -1 : 1);
  };
  return (
    <dialog
      ref={element}
      data-theme="dark"
      aria-label={picture.name}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (touch.current = null)}
      className="fixed inset-0 m-0 size-full max-h-none max-w-none overflow-hidden bg-page p-0 text-ink"
    >
      <div className="grid size-full grid-rows-[auto_minmax(0,1fr)]">
        <header className="flex items-center gap-1 px-3 py-2">
          <p className="min-w-0 flex-1 truncate ps-1 text-ui font-medium">
            <bdi>{picture.name}</bdi>
          </p>
          {pictures.length > 1 && (
            <p role="status" className="tabular shrink-0 px-2 text-sm text-muted">
              {fill(texts.pictureOf, { number: index + 1, count: pictures.length })}
            </p>
          )}
          <a href={picture.url} download={picture.name} aria-label={fill(texts.saveFile, { name: picture.name })} className={buttonClass("plain", true)}>
            <Icon of={Download} size={18} />
          </a>
          <IconButton data-close label={texts.close} icon={<Icon of={X} size={20} />} side="bottom" onClick={() => element.current?.close()} />
        </header>
        <div className="relative flex min-h-0 items-center justify-center p-2 touch-pinch-zoom sm:px-16 sm:pb-6" onClick={(event) => event.target === event.currentTarget && element.current?.close()}>
          {/* eslint-disable-next-line @next/next/no-img-element -- as it was sent, and served behind our session check */}
          <img key={picture.id} draggable={false} src={picture.url} alt={picture.name} width={picture.width} height={picture.height} className="h-auto max-h-full min-h-0 w-auto max-w-full min-w-0 rounded bg-white bg-cover object-contain" style={{ backgroundImage: picture.moving ? undefined : `url("${picture.preview_url}")` }} />
          {pictures.length > 1 && (
            <>
              <IconButton label={texts.previousPicture} icon={<Icon of={ChevronLeft} size={24} />} look="quiet" side="bottom" className="absolute start-2" onClick={() => move(-1)} />
              <IconButton label={texts.nextPicture} icon={<Icon of={ChevronRight} size={24} />} look="quiet" side="bottom" className="absolute end-2" onClick={() => move(1)} />
            </>
          )}
        </div>
      </div>
    </dialog>
  );
}
