"use client";

import { useCallback, useSyncExternalStore } from "react";
import { findPicture, listenToPicture, personNumber } from "@/components/ui/pictures";

/** The picture of a person over their initials; nothing where they have none, and for guests. */
export function KnownPicture({ identity, isLarge }: { identity: string; isLarge: boolean }) {
  const id = personNumber(identity);
  const subscribe = useCallback((listener: () => void) => (id === null ? () => {} : listenToPicture(id, listener)), [id]);
  const picture = useSyncExternalStore<string | null>(
    subscribe,
    () => (id === null ? null : findPicture(id)),
    () => null,
  );
  if (picture === null) return null;
  // eslint-disable-next-line @next/next/no-img-element -- already small, and served behind our session check
  return <img src={isLarge ? picture.replace("/96.", "/512.") : picture} alt="" draggable={false} className="absolute inset-0 size-full object-cover" />;
}
