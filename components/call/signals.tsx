"use client";

import { useLocalParticipant, useParticipants } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { failureOf, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { useSignals } from "@/components/call/use-signals";
import { Button } from "@/components/ui/button";
import type { CallSignal } from "@/lib/calls/contract";

type Floating = { key: number; identity: string; reaction: string; place: number };
type Asked = Extract<CallSignal, { kind: "asked" }>;

/** As long as the sign floats up in the styles. */
const floatMs = 4000;
/** More at once are a cloud, and cost the machine. */
const mostFloating = 24;

/** What the server tells the people in the call: signs that float up, and a host's wish that one turns something on. */
export function Signals({ onFailure }: { onFailure: (kind: DeviceKind, failure: DeviceFailure) => void }) {
  const t = useTranslations("call");
  const people = useParticipants();
  const { localParticipant, isMicrophoneEnabled, isCameraEnabled } = useLocalParticipant();
  const [floating, setFloating] = useState<Floating[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const serial = useRef(0);
  useSignals((signal) => {
    if (signal.kind === "asked") return setAsked(signal);
    const key = (serial.current += 1);
    setFloating((those) => [...those, { key, identity: signal.identity, reaction: signal.reaction, place: (key * 37) % 60 }].slice(-mostFloating));
    setTimeout(() => setFloating((those) => those.filter((each) => each.key !== key)), floatMs);
  });
  const nameOf = (identity: string) => people.find((each) => each.identity === identity)?.name || identity;
  const isDone = asked && (asked.source === "microphone" ? isMicrophoneEnabled : isCameraEnabled);
  const turnOn = async (kind: DeviceKind) => {
    setAsked(null);
    try {
      await (kind === "microphone" ? localParticipant.setMicrophoneEnabled(true) : localParticipant.setCameraEnabled(true));
    } catch (error) {
      onFailure(kind, failureOf(error));
    }
  };
  return (
    <>
      <div className="reactions" aria-hidden="true">
        {floating.map(({ key, identity, reaction, place }) => (
          <span key={key} className="reaction" style={{ insetInlineStart: `${20 + place}%` }}>
            <span className="text-2xl">{reaction}</span>
            <bdi className="tile-name static">{nameOf(identity)}</bdi>
          </span>
        ))}
      </div>
      {asked && !isDone && (
        <div role="alertdialog" aria-label={t(`asked.${asked.source}`, { name: asked.by })} className="floating call-asked">
          <p className="text-ui font-medium">{t(`asked.${asked.source}`, { name: asked.by })}</p>
          <div className="flex gap-2">
            <Button onClick={() => setAsked(null)}>{t("asked.no")}</Button>
            <Button look="primary" onClick={() => void turnOn(asked.source)}>
              {t(`asked.yes.${asked.source}`)}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
