"use client";

import { useRoomContext } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { watchDevices } from "@/components/call/device-loss";
import type { QuietReason } from "@/components/call/entrance";
import { Note } from "@/components/call/note";
import type { DeviceFailure, DeviceKind } from "@/components/call/open-device";
import { useLine } from "@/components/call/use-line";
import { Button } from "@/components/ui/button";

type Replaced = { kind: DeviceKind; device: string };

/** What goes on by itself, in words: the line, a device that was unplugged, why one came in silent. */
export function UpkeepNotes({ quiet, onFailure }: { quiet: QuietReason | null; onFailure: (kind: DeviceKind, failure: DeviceFailure) => void }) {
  const t = useTranslations("callHolds");
  const common = useTranslations("call");
  const room = useRoomContext();
  const line = useLine();
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const [isQuietSaid, setQuietSaid] = useState(false);
  useEffect(() => watchDevices(room, (loss) => ("device" in loss ? setReplaced(loss) : onFailure(loss.kind, loss.failure))), [room, onFailure]);
  return (
    <>
      {line === "reconnecting" && <Note text={common("reconnecting")} />}
      {line === "offline" && <Note text={t("line.offline")} />}
      {line === "poor" && <Note text={t("line.poor")} />}
      {line === "back" && <Note text={t("line.back")} />}
      {replaced && <Note text={t(`replaced.${replaced.kind}`, { device: replaced.device })} action={<Button onClick={() => setReplaced(null)}>{common("dismiss")}</Button>} />}
      {quiet && !isQuietSaid && <Note text={t(`quiet.${quiet}`)} action={<Button onClick={() => setQuietSaid(true)}>{common("dismiss")}</Button>} />}
    </>
  );
}
