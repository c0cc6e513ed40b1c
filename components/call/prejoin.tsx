"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { readChoices, rememberChoices, type Choices } from "@/components/call/choices";
import { DeviceSelect } from "@/components/call/device-select";
import { Inside } from "@/components/call/inside";
import type { JoinProblem } from "@/components/call/join";
import { agreeTo } from "@/components/call/recording/agreed";
import { RecordedDoor } from "@/components/call/recording/recorded-door";
import { PrejoinPicture } from "@/components/call/prejoin-picture";
import { SpeakerChoice } from "@/components/call/speaker-choice";
import { useDevices, usePreview, type Preview } from "@/components/call/use-preview";
import { WaitingCard } from "@/components/lobby/waiting-card";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CallPresence, CallState } from "@/lib/calls/contract";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";

export type Person = { identity: string; name: string };

function DeviceChoice({ kind, preview }: { kind: "microphone" | "camera"; preview: Preview }) {
  const t = useTranslations("call");
  const devices = useDevices(kind, preview.track);
  if (devices.length < 2) return null;
  return <DeviceSelect name={kind} label={t(kind)} devices={devices} value={preview.deviceId ?? devices[0]!.deviceId} onChoose={(id) => void preview.choose(id)} />;
}

const never = () => () => undefined;
const readName = () => readChoices().name ?? "";
const readNoName = () => "";

/** Before the call: where you are going, who is inside, how you look and sound, and the door. */
export function Prejoin({
  encryption,
  room,
  me,
  asksName,
  mustWait,
  wait,
  onStopWaiting,
  presence,
  captures: capturesAtFirst,
  problem,
  isJoining,
  onJoin,
}: {
  room: { slug: string; name: string };
  me: Person;
  /** What an encrypted call asks for at its door. */
  encryption?: ReactNode;
  /** Has no account: says a name first. */
  asksName: boolean;
  /** A host lets them in. */
  mustWait: boolean;
  /** They wait at this moment. */
  wait: OwnLobbyEntry | null;
  onStopWaiting: () => void;
  /** Null for those who may not know. */
  presence: CallPresence | null;
  /** Whether the call is recorded or streamed, as the page found it. */
  captures: Pick<CallState, "recording" | "stream">;
  problem: JoinProblem | null;
  isJoining: boolean;
  onJoin: (choices: Choices, name?: string) => void;
}) {
  const t = useTranslations("call");
  const [captures, setCaptures] = useState(capturesAtFirst);
  const kept = useSyncExternalStore(never, readName, readNoName);
  const [typed, setName] = useState<string | null>(null);
  const name = typed ?? (me.name || kept);
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

  const join = () => {
    const saysName = asksName && !wait;
    if (saysName) rememberChoices({ name });
    onJoin({ microphone: microphone.track !== null, camera: camera.track !== null, microphoneId: microphone.deviceId, cameraId: camera.deviceId, speakerId: readChoices().speakerId }, saysName ? name : undefined);
  };

  /** Whoever waited since may not have been asked: the call does so. */
  const agreeAndJoin = () => {
    for (const each of [captures.recording, captures.stream]) if (each) agreeTo(each.id);
    join();
  };

  const devices = (
    <>
      <DeviceChoice kind="microphone" preview={microphone} />
      <DeviceChoice kind="camera" preview={camera} />
      <SpeakerChoice refresh={microphone.track} />
    </>
  );
  return (
    <main id="content" className="prejoin">
      <PrejoinPicture me={wait ?? { ...me, name: name || me.name }} microphone={microphone} camera={camera} />
      <div className="grid content-center gap-6">
        <div className="grid gap-2">
          <p className="text-ui text-muted">{t("goingTo")}</p>
          <h1 className="text-2xl break-words">
            <bdi>{room.name}</bdi>
          </h1>
        </div>
        {presence && <Inside slug={room.slug} initial={presence} onCaptures={setCaptures} />}
        {encryption}
        {!wait && devices}
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
        {wait ? (
          <WaitingCard key={wait.id} initial={wait} isJoining={isJoining} onAdmitted={join} onAsk={join} onStop={onStopWaiting} />
        ) : (
          <Door room={room} me={me} name={name} setName={asksName ? setName : null} mustWait={mustWait} isJoining={isJoining} onJoin={agreeAndJoin}>
            {(["recording", "stream"] as const).map((kind) => {
              const found = captures[kind];
              return found && <RecordedDoor key={found.id} kind={kind} asks={found.asks} />;
            })}
          </Door>
        )}
        {wait && devices}
      </div>
    </main>
  );
}

/** The way in: a name for those without an account, and one button that joins or asks to be let in. */
function Door({ room, me, name, setName, mustWait, isJoining, onJoin, children }: { children: ReactNode; room: { slug: string }; me: Person; name: string; setName: ((name: string) => void) | null; mustWait: boolean; isJoining: boolean; onJoin: () => void }) {
  const t = useTranslations("call");
  return (
    <form
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        onJoin();
      }}
    >
      {setName && (
        <Field name="name" label={t("yourName")} hint={t("yourNameHint")}>
          {(ids) => <Input {...ids} name="name" value={name} onChange={(event) => setName(event.target.value)} required maxLength={80} autoComplete="name" />}
        </Field>
      )}
      {children}
      {mustWait && <p className="text-muted">{t("waitHint")}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" className="min-w-36" loading={isJoining} disabled={isJoining}>
          {t(mustWait ? "askToJoin" : "join")}
        </Button>
        <Link href={setName ? `/login?next=${encodeURIComponent(`/r/${room.slug}/call`)}` : `/r/${room.slug}`} className="link text-ui">
          {t(setName ? "signInInstead" : "backToRoom")}
        </Link>
        <Link href="/connection-test" className="link text-ui" prefetch={false}>
          {t("connectionTest.link")}
        </Link>
      </div>
      {!setName && <p className="text-ui text-muted">{t("appearAs", { name: me.name })}</p>}
    </form>
  );
}
