import type { Metadata, Viewport } from "next";
import { notFound } from "next/navigation";
import { RecordedCall } from "@/components/call/recorded/recorded-call";
import { ClientMessages } from "@/components/shell/client-messages";
import { env } from "@/lib/platform/env";
import { readRecorderToken } from "@/lib/platform/livekit/tokens";
import "@/components/call/call.css";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: "Recording", robots: "noindex", referrer: "no-referrer" };
export const viewport: Viewport = { themeColor: "#0d1015", colorScheme: "dark" };

/**
 * What LiveKit Egress records. Its browser has no session: it brings LiveKit's own key for a hidden recorder, and without
 * one there is nothing here. Where LiveKit is says our environment, not the address of the page.
 */
export default async function RecordingView({ searchParams }: Props) {
  const { token, layout } = await searchParams;
  if (typeof token !== "string" || !(await readRecorderToken(token))) notFound();
  return (
    <ClientMessages namespaces={["call", "callHolds"]}>
      <div className="call">
        <RecordedCall url={env().EGRESS_LIVEKIT_URL ?? env().LIVEKIT_URL} token={token} layout={layout === "speaker" || layout === "sound" ? layout : "grid"} />
      </div>
    </ClientMessages>
  );
}
