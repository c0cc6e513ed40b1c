"use client";

import { useEffect, useEffectEvent, type RefObject } from "react";
import { fetchUnread } from "@/components/chat/chat-api";
import type { UnreadPlace } from "@/lib/chat/contract";

/** How far the reader had read when they came, and whether the first unread message stands above what was in view; null where it could not be asked. */
export type CameFrom = (UnreadPlace & { isAbove: boolean }) | null;

/** Whether the entry at a place, or the next after it, begins above what a list shows; so does one that is not loaded. */
function isAboveView(list: HTMLElement, version: number): boolean {
  const entries = [...list.querySelectorAll<HTMLElement>("[data-version]")];
  const entry = entries.find((each) => Number(each.dataset.version) >= version);
  return !entry || (entry === entries[0] && Number(entry.dataset.version) > version) || entry.getBoundingClientRect().top < list.getBoundingClientRect().top;
}

/** Asks once how far the reader had read. Read marks wait for the answer, or it would tell of what was just read. Guests have no such place. */
export function useUnreadPlace(roomId: number, viewerId: number, list: RefObject<HTMLElement | null>, onKnown: (place: CameFrom) => void): void {
  const know = useEffectEvent((found: UnreadPlace | null) => {
    onKnown(found && { ...found, isAbove: found.first !== null && list.current !== null && isAboveView(list.current, found.first) });
  });
  useEffect(() => {
    if (viewerId <= 0) return;
    let isGone = false;
    fetchUnread(roomId).then(
      (found) => isGone || know(found),
      () => isGone || know(null),
    );
    return () => {
      isGone = true;
    };
  }, [roomId, viewerId]);
}
