"use client";

import { useState } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import { askRooms, mistakeWords, refusalWords } from "@/components/rooms/room-api";
import type { RoomTexts } from "@/components/rooms/texts";
import { Switch } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { lengthInWords } from "@/lib/core/length-words";
import { settings } from "@/lib/core/settings";
import { accessLevels, publishers, recorders } from "@/lib/rooms/constants";
import type { AccessLevel, ChangeRoomInput, RoomDetail, RoomSettings } from "@/lib/rooms/contract";

export type RoomFacts = { access_level: AccessLevel; listed: boolean; configuration: RoomSettings };

/** Every switch of a room. Each is in force at once, also in a running call, and undone from its notice. */
export function RoomSwitches({ id, facts, texts, hostTexts, locale, keptAtMostDays }: { id: number; facts: RoomFacts; texts: RoomTexts; hostTexts: HostTexts; locale: string; /** How long this installation keeps recordings; 0: as long as rooms say. */ keptAtMostDays: number }) {
  const [given, setGiven] = useState(facts);
  const [shown, setShown] = useState(facts);
  if (given !== facts) {
    setGiven(facts);
    setShown(facts);
  }
  const put = async (change: ChangeRoomInput, back?: ChangeRoomInput) => {
    const before = shown;
    setShown((now) => ({ ...now, ...(change.access_level ? { access_level: change.access_level } : {}), ...(change.listed === undefined ? {} : { listed: change.listed }), configuration: { ...now.configuration, ...(change.configuration as Partial<RoomSettings>) } }));
    const answer = await askRooms<RoomDetail>("PATCH", `${id}/`, change);
    if (!answer.ok) {
      setShown(before);
      const mistake = mistakeWords(Object.values(answer.refusal.fields)[0], texts)[0];
      return notify({ text: mistake ?? refusalWords(answer.refusal, hostTexts), tone: "danger" });
    }
    notify({ text: hostTexts.saved, ...(back ? { action: { text: hostTexts.undo, run: () => void put(back) } } : {}) });
  };
  const set = <Key extends keyof RoomSettings>(key: Key, value: RoomSettings[Key]) => void put({ configuration: { [key]: value } }, { configuration: { [key]: shown.configuration[key] } });

  const { configuration } = shown;
  const toggle = (key: "lobby" | "chat" | "start_muted" | "start_camera_off" | "everyone_may_mute" | "encryption" | "recording_consent" | "recording_to_library", label: string, hint?: string) => (
    <Switch label={label} hint={hint} checked={configuration[key]} onChange={(event) => set(key, event.target.checked)} />
  );
  const publisher = (key: "microphone" | "camera" | "screen") => (
    <Field name={key} label={hostTexts[key]}>
      {(ids) => (
        <Select {...ids} value={configuration[key]} onChange={(event) => set(key, event.target.value as RoomSettings["camera"])}>
          {publishers.map((each) => (
            <option key={each} value={each}>
              {hostTexts[each]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  const accessWords = { public: texts.accessPublic, authenticated: texts.accessAuthenticated, restricted: texts.accessRestricted };
  const recorderWords = { owners: hostTexts.owners, hosts: hostTexts.hosts, members: hostTexts.allMembers };
  return (
    <>
      <section aria-labelledby="entry" className="grid gap-5">
        <h2 id="entry" className="text-lg">
          {hostTexts.entry}
        </h2>
        <Field name="access_level" label={texts.access}>
          {(ids) => (
            <Select {...ids} value={shown.access_level} onChange={(event) => void put({ access_level: event.target.value as AccessLevel }, { access_level: shown.access_level })}>
              {accessLevels.map((level) => (
                <option key={level} value={level}>
                  {accessWords[level]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Switch label={texts.listed} hint={texts.listedHint} checked={shown.listed} onChange={(event) => void put({ listed: event.target.checked }, { listed: shown.listed })} />
        {toggle("lobby", hostTexts.lobby, hostTexts.lobbyHint)}
        <Most key={configuration.max_participants} value={configuration.max_participants} texts={hostTexts} set={(value) => set("max_participants", value)} />
      </section>
      <section aria-labelledby="in-calls" className="grid gap-5">
        <h2 id="in-calls" className="text-lg">
          {hostTexts.inCalls}
        </h2>
        <div className="grid gap-5 sm:grid-cols-3">
          {publisher("microphone")}
          {publisher("camera")}
          {publisher("screen")}
        </div>
        {toggle("start_muted", hostTexts.startMuted, hostTexts.startMutedHint)}
        {toggle("start_camera_off", hostTexts.startCameraOff)}
        {toggle("everyone_may_mute", hostTexts.everyoneMayMute, hostTexts.everyoneMayMuteHint)}
        {toggle("encryption", hostTexts.encryption, hostTexts.encryptionHint)}
        {!configuration.encryption && (
          <Field name="recording" label={hostTexts.recording}>
            {(ids) => (
              <Select {...ids} value={configuration.recording} onChange={(event) => set("recording", event.target.value as RoomSettings["recording"])}>
                {recorders.map((each) => (
                  <option key={each} value={each}>
                    {recorderWords[each]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {!configuration.encryption && (
          <>
            {toggle("recording_consent", hostTexts.recordingConsent, hostTexts.recordingConsentHint)}
            {toggle("recording_to_library", hostTexts.recordingToLibrary, hostTexts.recordingToLibraryHint)}
            <Field name="recording_kept_days" label={hostTexts.recordingKept} hint={[hostTexts.recordingKeptHint, keptAtMostDays > 0 && hostTexts.recordingKeptAtMost.replace("{length}", lengthInWords(keptAtMostDays * 86_400, locale))].filter(Boolean).join(" ")}>
              {(ids) => (
                <Select {...ids} value={configuration.recording_kept_days} onChange={(event) => set("recording_kept_days", Number(event.target.value))}>
                  {[...new Set([...settings.recordingKeptDays, configuration.recording_kept_days])].sort((a, b) => a - b).map((days) => (
                    <option key={days} value={days}>
                      {days === 0 ? hostTexts.recordingKeptForGood : lengthInWords(days * 86_400, locale)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </>
        )}
      </section>
      <section aria-labelledby="chat-settings" className="grid gap-5">
        <h2 id="chat-settings" className="text-lg">
          {hostTexts.chatSection}
        </h2>
        {toggle("chat", hostTexts.chatOn)}
        <Field name="slow_mode" label={hostTexts.slowMode} hint={hostTexts.slowModeHint}>
          {(ids) => (
            <Select {...ids} value={configuration.slow_mode_seconds} onChange={(event) => set("slow_mode_seconds", Number(event.target.value))}>
              {[...new Set([...settings.slowModeSeconds, configuration.slow_mode_seconds])].sort((a, b) => a - b).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === 0 ? hostTexts.slowModeOff : lengthInWords(seconds, locale)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </section>
    </>
  );
}

/** A number is saved when one has finished typing it. */
function Most({ value, set, texts }: { value: number; set: (value: number) => void; texts: HostTexts }) {
  const [typed, setTyped] = useState(String(value));
  const finish = () => {
    if (Number(typed) !== value) set(Number(typed));
  };
  return (
    <Field name="max_participants" label={texts.maxParticipants} hint={texts.maxHint}>
      {(ids) => (
        <Input {...ids} inputMode="numeric" className="max-w-32" value={typed} onChange={(event) => setTyped(event.target.value.replace(/\D/g, "").slice(0, 4))} onBlur={finish} onKeyDown={(event) => event.key === "Enter" && finish()} />
      )}
    </Field>
  );
}
