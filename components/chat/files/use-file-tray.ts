"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { discardUpload, uploadFile } from "@/components/chat/files/file-api";
import { FileTray, type TrayItem } from "@/components/chat/files/file-tray";
import type { ChatTexts } from "@/components/chat/texts";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";

const nothing: readonly TrayItem[] = [];
const shownTypes = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);

export type Tray = { items: readonly TrayItem[]; isBusy: boolean; add: (files: readonly File[]) => void; remove: (key: number) => void; retry: (key: number) => void; take: FileTray["take"] };

/** The files of the message that is being written in a room. */
export function useFileTray(roomId: number, texts: ChatTexts): Tray {
  const [tray] = useState(
    () =>
      new FileTray({
        upload: (file, onProgress) => uploadFile(roomId, file, onProgress),
        discard: discardUpload,
        localUrlOf: (file) => (shownTypes.has(file.type) ? URL.createObjectURL(file) : null),
        forget: (localUrl) => URL.revokeObjectURL(localUrl),
      }),
  );
  const items = useSyncExternalStore(tray.subscribe, tray.snapshot, () => nothing);
  useEffect(() => () => tray.clear(), [tray]);
  return {
    items,
    isBusy: tray.isBusy,
    add: (files) => {
      if (tray.add(files) > 0) notify({ text: fill(texts.tooManyFiles, { count: settings.filesPerMessage }), tone: "danger" });
    },
    remove: (key) => tray.remove(key),
    retry: (key) => tray.retry(key),
    take: () => tray.take(),
  };
}
