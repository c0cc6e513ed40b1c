"use client";

import Search from "@lucide/icons/icons/search";
import { useState } from "react";
import type { FindMessages } from "@/components/chat/find-messages";
import type { ChatTexts } from "@/components/chat/texts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { useOnDemand } from "@/components/ui/use-on-demand";

type Props = { roomId: number; texts: ChatTexts; locale: string; timeZone: string; /** False where the place could not be shown. */ goTo: (version: number) => Promise<boolean> };

/** Its code is fetched when somebody looks for something. */
function Find(props: Parameters<typeof FindMessages>[0]) {
  const { value, isFailed, again } = useOnDemand(() => import("@/components/chat/find-messages"));
  if (value) return <value.FindMessages {...props} />;
  return isFailed ? <Button onClick={again}>{props.texts.retry}</Button> : null;
}

/** The way to what was said long ago: by its words, or by the day. */
export function FindButton({ goTo, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false);
  const go = async (version: number): Promise<boolean> => {
    setOpen(false);
    return goTo(version);
  };
  return (
    <div className="absolute end-0 top-1">
      <IconButton label={rest.texts.find} icon={<Icon of={Search} size={18} />} className="floating" side="bottom" onClick={() => setOpen(true)} />
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={rest.texts.find} closeLabel={rest.texts.close}>
        <Find {...rest} goTo={go} />
      </Dialog>
    </div>
  );
}
