"use client";

import Flag from "@lucide/icons/icons/flag";
import Eye from "@lucide/icons/icons/eye";
import EllipsisVertical from "@lucide/icons/icons/ellipsis-vertical";
import MessageCircle from "@lucide/icons/icons/message-circle";
import Pencil from "@lucide/icons/icons/pencil";
import Trash from "@lucide/icons/icons/trash";
import { useState } from "react";
import { ReportDialog } from "@/components/chat/report-dialog";
import { Readers } from "@/components/chat/readers";
import { saidOf } from "@/components/chat/said";
import type { ChatTexts } from "@/components/chat/texts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { notify } from "@/components/ui/notify";
import type { Message } from "@/lib/chat/contract";
import { fill } from "@/lib/core/fill";
import { settings } from "@/lib/core/settings";

/** What the viewer may do with messages of a room besides writing. The server decides; what it would refuse is not offered. */
export type MessagePowers = { viewerId: number; canWrite: boolean; canDeleteAny: boolean };

type Powers = { edit: boolean; remove: boolean; /** Who has seen it; of one's own alone, for members. */ seeReaders: boolean; /** Ask moderators to look at it; guests of a call have hosts. */ report: boolean };

/** What may be done with one message now. */
export function powersOver(message: Message, { viewerId, canWrite, canDeleteAny }: MessagePowers, nowMs: number): Powers {
  if (message.deleted) return { edit: false, remove: false, seeReaders: false, report: false };
  const isOwn = message.user.id === viewerId;
  const ageSeconds = (nowMs - Date.parse(message.created_at)) / 1000;
  return { report: !isOwn && viewerId > 0, seeReaders: isOwn && viewerId > 0, edit: isOwn && canWrite && ageSeconds < settings.messageEditSeconds, remove: canDeleteAny || (isOwn && ageSeconds < settings.messageDeleteSeconds) };
}

type Props = { message: Message; /** When it was written, as it is shown. */ time: string; can: Powers; texts: ChatTexts; onEdit: () => void; onRemove: () => Promise<"refused" | "lost" | null>; onDirect: ((userId: number) => void) | null };

/** The actions of one message. Taking it away cannot be taken back, so it asks. */
export function MessageMenu({ message, time, can, texts, onEdit, onRemove, onDirect }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isSeeing, setSeeing] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const remove = async () => {
    setRemoving(true);
    const failure = await onRemove();
    setRemoving(false);
    setAsking(false);
    if (failure) notify({ text: failure === "lost" ? texts.changeLost : texts.deleteRefused, tone: "danger" });
  };
  const entries = [
    ...(can.seeReaders ? [{ key: "readers", text: texts.seenBy, icon: <Icon of={Eye} size={16} />, onSelect: () => setSeeing(true) }] : []),
    ...(can.edit ? [{ key: "edit", text: texts.edit, icon: <Icon of={Pencil} size={16} />, onSelect: onEdit }] : []),
    ...(can.report && onDirect && message.user.id > 0 ? [{ key: "direct", text: fill(texts.writeTo, { name: message.user.username }), icon: <Icon of={MessageCircle} size={16} />, onSelect: () => onDirect(message.user.id) }] : []),
    ...(can.report ? [{ key: "report", text: texts.report, icon: <Icon of={Flag} size={16} />, onSelect: () => setReporting(true) }] : []),
    ...(can.remove ? [{ key: "delete", text: texts.delete, icon: <Icon of={Trash} size={16} />, danger: true, onSelect: () => setAsking(true) }] : []),
  ];
  return (
    <>
      <Menu label={fill(texts.more, { time })} icon={<Icon of={EllipsisVertical} size={16} />} entries={entries} />
      <Dialog open={isSeeing} onClose={() => setSeeing(false)} title={texts.seenBy} closeLabel={texts.close}>
        {isSeeing && <Readers message={message} texts={texts} />}
      </Dialog>
      <ReportDialog message={message} open={isReporting} onClose={() => setReporting(false)} texts={texts} />
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={texts.deleteTitle}
        text={texts.deleteText}
        closeLabel={texts.cancel}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{texts.cancel}</Button>
            <Button look="danger" loading={isRemoving} onClick={() => void (isRemoving || remove())}>
              {texts.delete}
            </Button>
          </>
        }
      >
        <p dir="auto" className="line-clamp-4 rounded-control bg-sunken px-3 py-2 text-ui break-words [overflow-wrap:anywhere]">
          {saidOf(message, texts)}
        </p>
      </Dialog>
    </>
  );
}
