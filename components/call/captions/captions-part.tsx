"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { CaptionsSwitch } from "@/components/call/captions/captions-switch";
import { CaptionsView } from "@/components/call/captions/captions-view";
import { useCaptions } from "@/components/call/captions/use-captions";
import { lazyPart } from "@/components/ui/lazy-part";
import { notify } from "@/components/ui/notify";

const CaptionsDialog = lazyPart(() => import("@/components/call/captions/captions-dialog").then((module) => module.CaptionsDialog));

/** Captions beside the tiles. They are heard also while they are hidden, so that turning them on shows what is being said. */
export function CaptionsPart({ slug, onSwitch }: { slug: string; onSwitch: (captions: CaptionsSwitch) => void }) {
  const t = useTranslations("captions");
  const captions = useCaptions(slug);
  const [isAsked, setAsked] = useState(false);
  const { choices, change } = captions;
  const tell = useEffectEvent((isOn: boolean) => onSwitch({ isOn, toggle: () => change({ on: !isOn }), openSettings: () => setAsked(true) }));
  useEffect(() => tell(choices.on), [choices.on]);
  const warn = useEffectEvent(() => notify({ text: t("transcribed") }));
  // Whoever's words are kept is told so, whether they read captions or not.
  useEffect(() => {
    if (captions.isTranscribed) warn();
  }, [captions.isTranscribed]);
  return (
    <>
      {choices.on && <CaptionsView captions={captions} onSettings={() => setAsked(true)} />}
      {isAsked && <CaptionsDialog onClose={() => setAsked(false)} onMissing={() => setAsked(false)} onAgain={() => setAsked(true)} captions={captions} />}
    </>
  );
}
