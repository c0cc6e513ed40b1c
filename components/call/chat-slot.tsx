"use client";

import dynamic from "next/dynamic";
import type { CallChatProps } from "@/components/call/call-chat";

const CallChat = dynamic(() => import("@/components/call/call-chat").then((module) => module.CallChat), { ssr: false });

/** The chat's code comes when its panel is opened. */
export function ChatSlot(props: CallChatProps) {
  return <CallChat {...props} />;
}
