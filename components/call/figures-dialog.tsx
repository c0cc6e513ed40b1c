"use client";

import { useConnectionQualityIndicator, useLocalParticipant, useRoomContext } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { readFigures, type TrackFigures } from "@/components/call/figures";
import { Dialog } from "@/components/ui/dialog";

const everyMs = 2000;

/** What the line carries, for those who look for the reason of a bad picture. */
export function FiguresDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("call.figures");
  const { localParticipant } = useLocalParticipant();
  const { quality } = useConnectionQualityIndicator({ participant: localParticipant });
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} text={t(`quality.${quality}`)} closeLabel={t("close")}>
      {open && <Figures />}
    </Dialog>
  );
}

function Figures() {
  const t = useTranslations("call.figures");
  const room = useRoomContext();
  const [figures, setFigures] = useState<TrackFigures[]>([]);
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const found = await readFigures(room);
      if (!isGone) setFigures(found);
    };
    void look();
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [room]);
  if (figures.length === 0) return <p className="text-ui text-muted">{t("nothing")}</p>;
  const sourceName = (source: string) => (source === "microphone" || source === "camera" || source === "screen_share" || source === "screen_share_audio" ? t(`source.${source}`) : source);
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full text-left text-sm">
        <thead className="text-muted">
          <tr>
            <th className="py-1 pr-4 font-medium">{t("who")}</th>
            <th className="py-1 pr-4 font-medium">{t("what")}</th>
            <th className="py-1 pr-4 text-right font-medium">{t("size")}</th>
            <th className="py-1 pr-4 text-right font-medium">{t("rate")}</th>
            <th className="py-1 text-right font-medium">{t("lost")}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ key, name, isOwn, source, width, height, kilobitsPerSecond, packetsLost }) => (
            <tr key={key} className="border-t border-hairline">
              <td className="max-w-40 truncate py-1.5 pr-4">
                <bdi>{isOwn ? t("own") : name}</bdi>
              </td>
              <td className="py-1.5 pr-4">{sourceName(source)}</td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">{width && height ? `${width} × ${height}` : "–"}</td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">{t("kilobits", { value: kilobitsPerSecond })}</td>
              <td className="py-1.5 text-right">{packetsLost ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
