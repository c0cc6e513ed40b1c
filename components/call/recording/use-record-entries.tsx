import Circle from "@lucide/icons/icons/circle";
import Square from "@lucide/icons/icons/square";
import { useTranslations } from "next-intl";
import { useCapture } from "@/components/call/recording/use-recording";
import { stopRecording } from "@/components/recordings/recording-api";
import { Icon } from "@/components/ui/icon";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { notify } from "@/components/ui/notify";

/** Recording, under "More" of those who may: begin, or end what runs. */
export function useRecordEntries(slug: string, mayRecord: boolean, mayStop: boolean, open: () => void): MenuEntry[] {
  const t = useTranslations("callRecording");
  const recording = useCapture("recording");
  const stop = async (id: string) => {
    const answer = await stopRecording(slug, id);
    if (!answer.ok) notify({ text: t(answer.refusal.code === "forbidden" ? "problems.forbidden" : "problems.lost"), tone: "danger" });
  };
  if (recording && (mayRecord || mayStop)) return [{ key: "record", text: t("stop"), icon: <Icon of={Square} size={16} />, onSelect: () => void stop(recording.id) }];
  return !recording && mayRecord ? [{ key: "record", text: t("open"), icon: <Icon of={Circle} size={16} />, onSelect: open }] : [];
}
