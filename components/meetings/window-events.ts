import { parseWireEvent } from "@/components/realtime/wire";
import type { MeetingWindow } from "@/lib/meetings/contract";

/**
 * Hears a meeting's window when it changes, for as long as the page is looked at: a browser opens six connections to an
 * origin at most, and pages in the background ask by themselves. Comes back after losses as browsers do. Answers how to stop.
 */
export function listenToWindow(uuid: string, onWindow: (window: MeetingWindow) => void): { isOpen: () => boolean; stop: () => void } {
  let source: EventSource | null = null;
  const close = () => {
    source?.close();
    source = null;
  };
  const follow = () => {
    if (document.visibilityState !== "visible") return close();
    if (source) return;
    source = new EventSource(`/api/meetings/${uuid}/window/events`);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = parseWireEvent(data);
      if (event?.type === "meeting_window") onWindow(event.body as MeetingWindow);
    };
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return {
    isOpen: () => source?.readyState === EventSource.OPEN,
    stop: () => {
      document.removeEventListener("visibilitychange", follow);
      close();
    },
  };
}
