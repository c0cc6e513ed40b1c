"use client";

import { useLocalParticipant } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useEffects } from "@/components/call/effects/use-effects";
import { Note } from "@/components/call/note";
import { Button } from "@/components/ui/button";

/** Says before the background goes off, since what is behind a person shows then, and again when it has. */
export function SlowNote() {
  const t = useTranslations("effects.slow");
  const { effects, state } = useEffects();
  const { localParticipant } = useLocalParticipant();
  if (state.slowness === "warned") {
    return (
      <Note
        text={t("warned")}
        action={
          <>
            <Button onClick={() => effects.keep()}>{t("keep")}</Button>
            <Button look="plain" onClick={() => void localParticipant.setCameraEnabled(false)}>{t("cameraOff")}</Button>
          </>
        }
      />
    );
  }
  return state.slowness === "off" ? <Note text={t("off")} action={<Button onClick={() => effects.dismiss()}>{t("fine")}</Button>} /> : null;
}
