"use client";

import { useRoomContext } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AnnouncementSettings } from "@/components/call/announcement-settings";
import { receivings, rememberChoices, sendings, type Receiving, type Sending, type Traffic } from "@/components/call/choices";
import { DeviceSelect } from "@/components/call/device-select";
import { LanguageField } from "@/components/call/language";
import { changeSending } from "@/components/call/traffic";
import { callDeviceKinds, useCallDevice, type CallDeviceKind } from "@/components/call/use-call-device";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";

function DeviceField({ kind }: { kind: CallDeviceKind }) {
  const t = useTranslations("call.devices");
  const { devices, activeId, choose } = useCallDevice(kind);
  return <DeviceSelect name={kind} label={t(kind)} hint={devices.length === 0 ? t("none") : undefined} devices={devices} value={activeId} onChoose={(id) => void choose(id)} />;
}

type SettingsDialogProps = { open: boolean; onClose: () => void; traffic: Traffic; onTraffic: (traffic: Traffic) => void };

/** Devices, and how much goes over the line. All of it is in force at once and remembered in this browser. */
export function SettingsDialog({ open, onClose, traffic, onTraffic }: SettingsDialogProps) {
  const t = useTranslations("call.settings");
  const room = useRoomContext();
  const [hasFailed, setFailed] = useState(false);
  const change = (part: Partial<Traffic>) => {
    rememberChoices(part);
    onTraffic({ ...traffic, ...part });
  };
  const send = async (size: Sending) => {
    setFailed(false);
    change({ send: size });
    try {
      await changeSending(room, size);
    } catch {
      // The camera did not start again: it is off now, and its switch says so.
      setFailed(true);
    }
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} closeLabel={t("close")}>
      <div className="grid gap-4">
        {open && callDeviceKinds.map((kind) => <DeviceField key={kind} kind={kind} />)}
        <Field name="receive" label={t("receive.label")} hint={t("receive.hint")}>
          {(ids) => (
            <Select {...ids} value={traffic.receive} onChange={(event) => change({ receive: event.target.value as Receiving })}>
              {receivings.map((each) => (
                <option key={each} value={each}>
                  {t(`receive.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="send" label={t("send.label")} errors={hasFailed ? [t("send.failed")] : undefined}>
          {(ids) => (
            <Select {...ids} value={traffic.send} onChange={(event) => void send(event.target.value as Sending)}>
              {sendings.map((each) => (
                <option key={each} value={each}>
                  {t(`send.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {open && <LanguageField />}
        {open && <AnnouncementSettings />}
      </div>
    </Dialog>
  );
}
