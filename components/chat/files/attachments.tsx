"use client";

import { clsx } from "clsx";
import Download from "@lucide/icons/icons/download";
import File from "@lucide/icons/icons/file";
import Play from "@lucide/icons/icons/play";
import { useState } from "react";
import { ownPicture } from "@/components/chat/files/own-pictures";
import type { ChatTexts } from "@/components/chat/texts";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Attachment } from "@/lib/chat/contract";
import { formatBytes } from "@/lib/core/format";

const PictureViewer = lazyPart(() => import("@/components/chat/files/picture-viewer").then((module) => module.PictureViewer));

/** A picture that stands alone takes at most this, in pixels of the page. */
const aloneBox = { width: 320, height: 240 };
/** What is much wider or higher than others is shown in part. */
const shapes = { least: 1 / 2, most: 3 };

/** The room that a picture takes before a byte of it is there. */
function boxOf({ width = 1, height = 1 }: Attachment): { width: number; aspectRatio: string } {
  const shape = Math.min(shapes.most, Math.max(shapes.least, width / height));
  return { width: Math.round(Math.max(64, Math.min(aloneBox.width, aloneBox.height * shape, width))), aspectRatio: String(shape) };
}

function Picture({ file, isAlone, texts, onOpen }: { file: Attachment; isAlone: boolean; texts: ChatTexts; onOpen: (() => void) | null }) {
  return (
    <button
      type="button"
      disabled={onOpen === null}
      onClick={() => onOpen?.()}
      onPointerEnter={PictureViewer.warm}
      onFocus={PictureViewer.warm}
      style={isAlone ? boxOf(file) : undefined}
      className={clsx("relative block max-w-full overflow-hidden rounded-card border border-hairline bg-sunken", !isAlone && "aspect-square w-full")}
    >
      {/* eslint-disable-next-line @next/next/no-img-element -- small already, and served behind our session check */}
      <img src={ownPicture(file.id) ?? file.preview_url} alt={file.name} width={file.width} height={file.height} decoding="async" draggable={false} className="size-full object-cover" />
      {file.moving && (
        <span data-theme="dark" className="absolute start-2 bottom-2 grid size-8 place-items-center rounded-full bg-page text-ink">
          <Icon of={Play} size={16} label={texts.moving} />
        </span>
      )}
    </button>
  );
}

function FileLine({ file, locale }: { file: Attachment; locale: string }) {
  return (
    <a href={file.url} download={file.name} className="flex min-h-12 w-fit max-w-full min-w-0 items-center gap-3 rounded-card border border-hairline bg-surface px-3 py-1.5 hover:border-edge">
      <Icon of={File} size={20} className="shrink-0 text-muted" />
      <span className="grid min-w-0">
        <bdi className="truncate text-ui font-medium">{file.name}</bdi>
        <span className="tabular text-xs text-muted">{formatBytes(file.size, locale)}</span>
      </span>
      <Icon of={Download} size={16} className="shrink-0 text-muted" />
    </a>
  );
}

/** The files of a message: pictures side by side, opened by a press; all else as lines to save. `isSent`: before that there is nothing to open. */
export function Attachments({ files, texts, locale, isSent = true }: { files: readonly Attachment[]; texts: ChatTexts; locale: string; isSent?: boolean }) {
  const [shown, setShown] = useState<number | null>(null);
  const pictures = files.filter(({ kind }) => kind === "picture");
  const others = files.filter(({ kind }) => kind === "file");
  return (
    <div className={clsx("grid grid-cols-1 gap-2 py-1", !isSent && "opacity-60")}>
      {pictures.length > 0 && (
        <ul className={clsx("gap-1", pictures.length === 1 ? "flex" : "grid max-w-md grid-cols-[repeat(auto-fill,minmax(7rem,1fr))]")}>
          {pictures.map((file, index) => (
            <li key={file.id} className="min-w-0">
              <Picture file={file} isAlone={pictures.length === 1} texts={texts} onOpen={isSent ? () => setShown(index) : null} />
            </li>
          ))}
        </ul>
      )}
      {others.map((file) => (
        <FileLine key={file.id} file={file} locale={locale} />
      ))}
      {shown !== null && <PictureViewer pictures={pictures} start={shown} texts={texts} onClose={() => setShown(null)} onMissing={() => setShown(null)} onAgain={() => setShown(shown)} />}
    </div>
  );
}
