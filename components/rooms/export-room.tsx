import type { HostTexts } from "@/components/rooms/host-texts";

/** A copy of all that is written in the room, as a file. Links of the browser's own: what comes is kept, not shown. */
export function ExportRoom({ roomId, texts }: { roomId: number; texts: HostTexts }) {
  return (
    <section aria-labelledby="export" className="grid gap-3">
      <h2 id="export" className="text-lg">
        {texts.exportSection}
      </h2>
      <p className="text-muted">{texts.exportText}</p>
      <p className="flex flex-wrap gap-x-6">
        <a href={`/api/rooms/${roomId}/export/?format=html`} download className="link target inline-flex items-center">
          {texts.exportHtml}
        </a>
        <a href={`/api/rooms/${roomId}/export/?format=json`} download className="link target inline-flex items-center">
          {texts.exportJson}
        </a>
      </p>
    </section>
  );
}
