"use client";

import Volume2 from "@lucide/icons/icons/volume-2";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { readChoices, rememberChoices } from "@/components/call/choices";
import { DeviceSelect } from "@/components/call/device-select";
import { canChooseSpeaker, playTestSound } from "@/components/call/test-sound";
import { useDevices } from "@/components/call/use-preview";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

type Trial = "playing" | "played" | "failed";

const never = () => () => undefined;
const readSpeaker = () => readChoices().speakerId ?? "";
const readNone = () => "";

/** Where the sound comes out, as far as the browser lets a page choose, and a sound to try it. */
export function SpeakerChoice({ refresh }: { refresh: unknown }) {
  const t = useTranslations("effects.speaker");
  const devices = useDevices("speaker", refresh);
  const kept = useSyncExternalStore(never, readSpeaker, readNone);
  const [picked, setPicked] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const chosen = picked ?? kept;
  // A speaker that was unplugged is remembered, but not used.
  const speakerId = devices.some(({ deviceId }) => deviceId === chosen) ? chosen : undefined;
  const choose = (deviceId: string) => {
    rememberChoices({ speakerId: deviceId });
    setPicked(deviceId);
    setTrial(null);
  };
  const play = async () => {
    setTrial("playing");
    setTrial(await playTestSound(speakerId).then(() => "played" as const, () => "failed" as const));
  };
  return (
    <div className="grid gap-2">
      {devices.length > 1 && canChooseSpeaker() && (
        <DeviceSelect name="speaker" label={t("label")} devices={devices} value={speakerId ?? devices[0]!.deviceId} onChoose={choose} />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button look="plain" icon={<Icon of={Volume2} size={16} />} className="-ml-3" loading={trial === "playing"} onClick={() => void play()}>
          {t("test")}
        </Button>
        <p role="status" className="text-ui text-muted">
          {trial && t(trial)}
        </p>
      </div>
    </div>
  );
}
