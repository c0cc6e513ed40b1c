"use client";

import type { CallChatProps } from "@/components/call/call-chat";
import { Unloaded } from "@/components/call/unloaded";
import { useOnDemand } from "@/components/ui/use-on-demand";

/** The chat's code comes when its panel is opened. */
export function ChatSlot(props: CallChatProps) {
  const { value, isFailed, again } = useOnDemand(() => import("@/components/call/call-chat"));
  if (value) return <value.CallChat {...props} />;
  return (
    isFailed && (
      <div className="p-4">
        <Unloaded again={again} />
      </div>
    )
  );
}
