import { useRoomContext } from "@livekit/components-react";
import { RoomEvent } from "livekit-client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { agreeTo } from "@/components/call/recording/agreed";
import type { LocalRecorder } from "@/components/call/recording/local-recorder";
import { canKeepRecordings } from "@/components/call/recording/local-store";
import { useCapture } from "@/components/call/recording/use-recording";
import { deleteRecording, startLocalRecording, stopPathOf, stopRecording } from "@/components/recordings/recording-api";
import { notify } from "@/components/ui/notify";

type Own = { id: string; recorder: LocalRecorder };

/** Whether this browser can show its own page to a recorder, and keep what that writes. Phones cannot. */
function canRecordHere(): boolean {
  return typeof MediaRecorder !== "undefined" && canKeepRecordings() && typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function";
}

/**
 * Records the call in this browser: what the page shows, with everything that is heard. The server is told first, so that
 * everybody is; it ends with the wish, the browser's own button, the call, or whoever ends it for all. Null where the
 * browser cannot.
 */
export function useLocalRecording(slug: string, roomName: string): (() => Promise<void>) | null {
  const t = useTranslations("callRecording");
  const room = useRoomContext();
  const told = useCapture("recording")?.id ?? null;
  const own = useRef<Own | null>(null);
  const heard = useRef({ ids: new Set<string>(), now: told });
  const [isAble] = useState(canRecordHere);

  /** The call may have heard of its beginning, and of its end, before the recorder was ready. */
  const stopIfOver = useCallback(() => {
    const { ids, now } = heard.current;
    if (own.current && now !== own.current.id && ids.has(own.current.id)) own.current.recorder.stop();
  }, []);
  useEffect(() => {
    heard.current.now = told;
    if (told !== null) heard.current.ids.add(told);
    stopIfOver();
  }, [told, stopIfOver]);
  useEffect(() => {
    const stop = () => own.current?.recorder.stop();
    // What this page could not ask any more it has handed to the browser.
    const tell = () => own.current && navigator.sendBeacon(stopPathOf(slug, own.current.id));
    room.on(RoomEvent.Disconnected, stop);
    window.addEventListener("pagehide", tell);
    return () => {
      room.off(RoomEvent.Disconnected, stop);
      window.removeEventListener("pagehide", tell);
      stop();
    };
  }, [room, slug]);

  const follow = async ({ id, recorder }: Own) => {
    const ending = await recorder.ended;
    own.current = null;
    // Where it does not arrive the server notices that whoever recorded has left.
    const stopped = stopRecording(slug, id);
    if (ending === "nothing") {
      void stopped.then(() => deleteRecording(slug, id));
      return notify({ text: t("local.notBegun"), tone: "danger" });
    }
    const where = { text: t("local.open"), run: () => window.open(`/r/${slug}/recordings`, "_blank", "noopener") };
    notify(ending === "asked" ? { text: t("local.kept"), action: where } : { text: t("local.notKept"), tone: "danger", action: where });
  };
  const begin = async () => {
    if (own.current) return;
    const { askForPicture, recordHere } = await import("@/components/call/recording/local-recorder");
    // Whoever closes the browser's own question has thought better of it.
    const picture = await askForPicture().catch(() => null);
    if (!picture) return;
    const drop = () => picture.getTracks().forEach((track) => track.stop());
    const answer = await startLocalRecording(slug);
    if (!answer.ok) {
      drop();
      const { code } = answer.refusal;
      return notify({ text: t(code === "conflict" || code === "forbidden" || code === "rate_limited" ? `problems.${code}` : "problems.lost"), tone: "danger" });
    }
    const { id } = answer.data;
    agreeTo(id);
    try {
      own.current = { id, recorder: await recordHere(room, picture, { id, slug, roomName }) };
      void follow(own.current);
      stopIfOver();
    } catch {
      drop();
      // There will be no file of it.
      void stopRecording(slug, id).then(() => deleteRecording(slug, id));
      notify({ text: t("local.notBegun"), tone: "danger" });
    }
  };
  return isAble ? begin : null;
}
