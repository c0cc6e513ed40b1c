import Circle from "@lucide/icons/icons/circle";
import HardDrive from "@lucide/icons/icons/hard-drive";
import Radio from "@lucide/icons/icons/radio";
import Square from "@lucide/icons/icons/square";
import { useTranslations } from "next-intl";
import { useLocalRecording } from "@/components/call/recording/use-local-recording";
import { useCapture } from "@/components/call/recording/use-recording";
import { stopRecording } from "@/components/recordings/recording-api";
import { Icon } from "@/components/ui/icon";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { notify } from "@/components/ui/notify";

type Wishes = { slug: string; title: string; mayRecord: boolean; mayStop: boolean; open: (dialog: "record" | "live") => void };

/** Recording and going live, under "More" of those who may: begin, or end what runs. */
export function useRecordEntries({ slug, title, mayRecord, mayStop, open }: Wishes): MenuEntry[] {
  const t = useTranslations("callRecording");
  const live = useTranslations("callLive");
  const [recording, stream] = [useCapture("recording"), useCapture("stream")];
  const recordHere = useLocalRecording(slug, title);
  const stop = async (id: string) => {
    const answer = await stopRecording(slug, id);
    if (!answer.ok) notify({ text: t(answer.refusal.code === "forbidden" ? "problems.forbidden" : "problems.lost"), tone: "danger" });
  };
  const entries: MenuEntry[] = [];
  if (recording && (mayRecord || mayStop)) entries.push({ key: "record", text: t("stop"), icon: <Icon of={Square} size={16} />, onSelect: () => void stop(recording.id) });
  else if (!recording && mayRecord) entries.push({ key: "record", text: t("open"), icon: <Icon of={Circle} size={16} />, onSelect: () => open("record") });
  if (!recording && mayRecord && recordHere) entries.push({ key: "record-here", text: t("local.begin"), icon: <Icon of={HardDrive} size={16} />, onSelect: () => void recordHere() });
  if (mayRecord || (stream && mayStop)) entries.push({ key: "live", text: live(stream ? "status" : "open"), icon: <Icon of={Radio} size={16} />, onSelect: () => open("live") });
  return entries;
}
