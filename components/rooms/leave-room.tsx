"use client";

import { useState } from "react";
import type { RoomTexts } from "@/components/rooms/texts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";
import type { Result } from "@/lib/core/result";

/** Asks, because everyone sees it and some rooms cannot be joined again. */
export function LeaveRoom({ name, isRestricted, leave, texts }: { name: string; isRestricted: boolean; leave: () => Promise<Result<unknown>>; texts: RoomTexts }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const submit = async () => {
    setIsLeaving(true);
    const result = await leave();
    setIsLeaving(false);
    setIsOpen(false);
    if (!result.ok) notify({ text: result.error.detail, tone: "danger" });
  };
  return (
    <>
      <Button look="plain" className="text-danger" onClick={() => setIsOpen(true)}>
        {texts.leave}
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={fill(texts.leaveTitle, { room: name })}
        text={isRestricted ? texts.leaveRestrictedText : texts.leaveText}
        closeLabel={texts.close}
        actions={
          <>
            <Button onClick={() => setIsOpen(false)}>{texts.stay}</Button>
            <Button look="danger" loading={isLeaving} onClick={() => void submit()}>
              {texts.leave}
            </Button>
          </>
        }
      />
    </>
  );
}
