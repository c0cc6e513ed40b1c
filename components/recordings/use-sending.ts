import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { discardKept, fileOf, type KeptRecording } from "@/components/call/recording/local-store";
import { readRecording } from "@/components/recordings/recording-api";
import { notify } from "@/components/ui/notify";
import { tusTransfers } from "@/components/videos/upload/tus-transfer";
import { settings } from "@/lib/core/settings";
import { uploadEndpoint } from "@/lib/videos/constants";

const lookEveryMs = 2_000;

/** `saving`: it has arrived, and the server makes a recording of it. */
type Phase = "looking" | "kept" | "sending" | "saving";
/** Where it may go from here: to the recordings of its room, or into the library where the room does not take it. */
type Goal = "room" | "library" | null;

/**
 * Sends what this browser keeps to where it belongs, resumably: a lost network is waited for, and after a reload it goes on
 * where it was. It is kept here until the server has it safe.
 */
export function useSending(recording: KeptRecording, mayUpload: boolean, onGone: () => void): { phase: Phase; /** 0 to 1. */ sent: number; problem: string | null; goal: Goal; send: () => void } {
  const t = useTranslations("recordings");
  const router = useRouter();
  const [phase, setPhase] = useState<Phase>("looking");
  const [goal, setGoal] = useState<Goal>(null);
  const [sent, setSent] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const transfer = useRef<{ start: () => void; pause: () => void } | null>(null);
  const { id, slug, key } = recording;

  const drop = async (words: string | null, run?: () => void) => {
    await discardKept(key).catch(() => undefined);
    if (words !== null) notify({ text: words, ...(run ? { action: { text: t("openVideo"), run } } : {}) });
    onGone();
  };
  /** How the room's recording stands, which is asked again while it is being made. */
  const look = async (isNews: boolean): Promise<void> => {
    const answer = id ? await readRecording(slug, id) : null;
    const found = answer?.ok ? answer.data : null;
    // What nobody answered may be so, and what still runs there has ended here: the server will say.
    const isLost = answer !== null && !answer.ok && answer.refusal.code === "lost";
    if (isLost && isNews) return;
    if (found?.status === "saved") return drop(isNews ? t("local.sent") : null);
    const isBeingMade = found !== null && found.status === "stopped" && !found.is_in_browser;
    setPhase(isBeingMade ? "saving" : "kept");
    if (isBeingMade) return;
    setGoal(found?.abilities.send || found?.status === "active" || isLost ? "room" : mayUpload ? "library" : null);
    if (isNews && found?.status === "failed") setProblem(t("local.unusable"));
  };
  const looking = useRef(look);
  useEffect(() => {
    looking.current = look;
  });
  useEffect(() => {
    if (phase !== "looking" && phase !== "saving") return;
    const timer = setInterval(() => void looking.current(phase === "saving"), lookEveryMs);
    if (phase === "looking") void looking.current(false);
    return () => clearInterval(timer);
  }, [phase]);
  const begin = async () => {
    const file = await fileOf(recording);
    const title = `${recording.roomName.replace(/[<>]/g, " ").trim()} ${recording.startedAt.slice(0, 10)}`;
    const details: Record<string, string> = goal === "room" && id ? { recording: id } : { title, room: slug };
    transfer.current = tusTransfers({ endpoint: uploadEndpoint, chunkBytes: settings.uploadChunkBytes })(file, details, {
      onProgress: (bytes) => setSent(bytes / file.size),
      onProblem: (found) => {
        setPhase("kept");
        setProblem(found.kind === "refused" ? found.words.join(" ") : t("local.notSent"));
      },
      onDone: (videoId) => {
        if (goal === "room") return setPhase("saving");
        void drop(t("local.inLibrary"), videoId === null ? undefined : () => router.push(`/videos/${videoId}`));
      },
    });
    transfer.current.start();
  };
  const send = () => {
    setProblem(null);
    setPhase("sending");
    void begin();
  };
  useEffect(() => {
    if (phase !== "sending") return;
    const goOn = () => {
      transfer.current?.pause();
      send();
    };
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("online", goOn);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("online", goOn);
      window.removeEventListener("beforeunload", ask);
    };
  });
  useEffect(() => () => transfer.current?.pause(), []);

  return { phase, sent, problem, goal, send };
}
