"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect } from "react";
import type { Choices } from "@/components/call/choices";
import { Inside } from "@/components/call/inside";
import type { JoinProblem } from "@/components/call/join";
import { PrejoinPicture } from "@/components/call/prejoin-picture";
import { useDevices, usePreview, type Preview } from "@/components/call/use-preview";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import type { CallPresence } from "@/lib/calls/contract";

export type Person = { identity: string; name: string };

function DeviceChoice({ kind, preview }: { kind: "microphone" | "camera"; preview: Preview }) {
  const t = useTranslations("call");
  const devices = useDevices(kind, preview.track);
  if (devices.length < 2) return null;
  return (
    <Field name={kind} label={t(kind)}>
      {(ids) => (
        <Select {...ids} value={preview.deviceId ?? devices[0]!.deviceId} onChange={(event) => void preview.choose(event.target.value)}>
          {devices.map(({ deviceId, label }) => (
            <option key={deviceId} value={deviceId}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Before the call: where you are going, who is inside, how you look and sound, and the door. */
export function Prejoin({
  room,
  me,
  presence,
  problem,
  isJoining,
  onJoin,
}: {
  room: { slug: string; name: string };
  me: Person;
  presence: CallPresence;
  problem: JoinProblem | null;
  isJoining: boolean;
  onJoin: (choices: Choices) => void;
}) {
  const t = useTranslations("call");
  const microphone = usePreview("microphone");
  const camera = usePreview("camera");

  const { release: releaseMicrophone } = microphone;
  const { release: releaseCamera } = camera;
  useEffect(
    () => () => {
      releaseMicrophone();
      releaseCamera();
    },
    [releaseMicrophone, releaseCamera],
  );

  const join = () => onJoin({ microphone: microphone.track !== null, camera: camera.track !== null, microphoneId: microphone.deviceId, cameraId: camera.deviceId });

  return (
    <main id="content" className="prejoin">
      <PrejoinPicture me={me} microphone={microphone} camera={camera} />
      <div className="grid content-center gap-6">
        <div className="grid gap-2">
          <p className="text-ui text-muted">{t("goingTo")}</p>
          <h1 className="text-2xl break-words">
            <bdi>{room.name}</bdi>
          </h1>
        </div>
        <Inside slug={room.slug} initial={presence} />
        <DeviceChoice kind="microphone" preview={microphone} />
        <DeviceChoice kind="camera" preview={camera} />
        {problem && (
          <ErrorNote
            title={t(`problem.${problem}`)}
            action={
              problem === "unauthenticated" && (
                <Link href={`/login?next=${encodeURIComponent(`/r/${room.slug}/call`)}`} className="link">
                  {t("signIn")}
                </Link>
              )
            }
          />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary" className="min-w-36" loading={isJoining} onClick={join} disabled={isJoining}>
            {t("join")}
          </Button>
          <Link href={`/r/${room.slug}`} className="link text-ui">
            {t("backToRoom")}
          </Link>
        </div>
        <p className="text-ui text-muted">{t("appearAs", { name: me.name })}</p>
      </div>
    </main>
  );
}
