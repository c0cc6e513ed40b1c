import File from "@lucide/icons/icons/file";
import RotateCw from "@lucide/icons/icons/rotate-cw";
import X from "@lucide/icons/icons/x";
import type { UploadProblem } from "@/components/chat/files/file-api";
import type { TrayItem } from "@/components/chat/files/file-tray";
import type { Tray } from "@/components/chat/files/use-file-tray";
import type { ChatTexts } from "@/components/chat/texts";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { fill } from "@/lib/core/fill";
import { formatBytes } from "@/lib/core/format";
import { settings } from "@/lib/core/settings";

const problemTexts = {
  empty: "fileEmpty", too_large: "fileTooLarge", unreadable_picture: "fileUnreadable", too_many_pixels: "filePixels", own_quota: "fileOwnQuota", room_quota: "fileRoomQuota", no_space: "fileNoSpace", slow_down: "fileSlow", refused: "fileRefused", lost: "fileLost",
} as const satisfies Record<UploadProblem, keyof ChatTexts>;
/** Trying these again may help. */
const passing = new Set<UploadProblem>(["lost", "slow_down", "no_space", "own_quota", "room_quota"]);

function State({ item, texts, locale }: { item: TrayItem; texts: ChatTexts; locale: string }) {
  if (item.state === "failed") return <span className="text-sm font-medium text-danger">{fill(texts[problemTexts[item.problem]], { size: formatBytes(settings.fileMaxBytes, locale) })}</span>;
  if (item.state === "ready") return <span className="tabular text-xs text-muted">{formatBytes(item.size, locale)}</span>;
  return <progress aria-label={fill(texts.uploading, { name: item.name })} max={1} value={item.state === "sending" ? item.part : 0} className="progress" />;
}

/** What goes with the next message: each file with how far it is, or why it is not there. */
export function TrayList({ tray, texts, locale }: { tray: Tray; texts: ChatTexts; locale: string }) {
  return (
    <>
      <ul aria-label={texts.filesToSend} className="grid max-h-56 grid-cols-1 gap-2 overflow-y-auto pb-1 empty:hidden sm:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]">
        {tray.items.map((item) => (
          <li key={item.key} className="flex min-w-0 items-center gap-3 rounded-control border border-hairline bg-surface ps-2">
            {item.localUrl ? (
              // eslint-disable-next-line @next/next/no-img-element -- it is in this browser alone
              <img src={item.localUrl} alt="" className="size-9 shrink-0 rounded object-cover" />
            ) : (
              <Icon of={File} size={20} className="mx-2 shrink-0 text-muted" />
            )}
            <span className="grid min-w-0 flex-1 gap-0.5 py-1.5">
              <bdi className="truncate text-ui">{item.name}</bdi>
              <State item={item} texts={texts} locale={locale} />
            </span>
            <span className="flex shrink-0">
              {item.state === "failed" && passing.has(item.problem) && <IconButton label={fill(texts.retryFile, { name: item.name })} icon={<Icon of={RotateCw} size={16} />} onClick={() => tray.retry(item.key)} />}
              <IconButton label={fill(texts.removeFile, { name: item.name })} icon={<Icon of={X} size={16} />} onClick={() => tray.remove(item.key)} />
            </span>
          </li>
        ))}
      </ul>
      {tray.items.some((item) => item.state === "ready" && item.attachment.kind === "file") && <p className="text-xs text-muted">{texts.fileAsItIs}</p>}
      <p role="status" className="sr-only">
        {tray.isBusy ? texts.filesUnderWay : tray.items.some(({ state }) => state === "ready") ? texts.filesReady : ""}
      </p>
    </>
  );
}
