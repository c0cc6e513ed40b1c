"use client";

import { useMediaDeviceSelect } from "@livekit/components-react";
import Check from "lucide-react/icons/check";
import ChevronUp from "lucide-react/icons/chevron-up";
import { useTranslations } from "next-intl";
import { Content, ItemIndicator, Label, RadioGroup, RadioItem, Root, Trigger } from "radix-ui/dropdown-menu";
import { rememberChoices, type Choices } from "@/components/call/choices";

const idKey = { audioinput: "microphoneId", videoinput: "cameraId", audiooutput: "speakerId" } as const;
type Kind = keyof typeof idKey;
/** The devices of a call, in the order of the settings. */
export const deviceKinds = ["audioinput", "videoinput", "audiooutput"] as const satisfies readonly Kind[];

/** A chosen device as it is remembered. */
export function deviceChoiceOf(kind: Kind, deviceId: string): Partial<Choices> {
  return { [idKey[kind]]: deviceId };
}

function DeviceGroup({ kind }: { kind: Kind }) {
  const t = useTranslations("call.devices");
  const { devices, activeDeviceId, setActiveMediaDevice } = useMediaDeviceSelect({ kind });
  const named = devices.filter((each) => each.label !== "");
  const choose = async (deviceId: string) => {
    await setActiveMediaDevice(deviceId);
    rememberChoices(deviceChoiceOf(kind, deviceId));
  };
  return (
    <>
      <Label className="px-3 pt-2 pb-1 text-xs font-medium text-muted">{t(kind)}</Label>
      {named.length === 0 && <p className="px-3 pb-2 text-ui text-muted">{t("none")}</p>}
      <RadioGroup value={activeDeviceId} onValueChange={(deviceId) => void choose(deviceId)}>
        {named.map(({ deviceId, label }) => (
          <RadioItem key={deviceId} value={deviceId} className="target flex max-w-80 cursor-pointer items-center gap-3 rounded-control py-2 pr-3 pl-9 text-ui outline-none data-highlighted:bg-sunken relative">
            <ItemIndicator className="absolute left-3">
              <Check size={16} />
            </ItemIndicator>
            {label}
          </RadioItem>
        ))}
      </RadioGroup>
    </>
  );
}

/** The small arrow beside a control: which device it uses. The list stands in the page's main part, not in a portal outside every landmark. */
export function DeviceMenu({ label, kinds }: { label: string; kinds: Kind[] }) {
  return (
    <Root modal={false}>
      <Trigger aria-label={label} className="bar-button bar-arrow">
        <ChevronUp size={16} />
      </Trigger>
      <Content side="top" align="center" sideOffset={8} collisionPadding={8} className="floating z-50 min-w-56 animate-rise p-1">
        {kinds.map((kind) => (
          <DeviceGroup key={kind} kind={kind} />
        ))}
      </Content>
    </Root>
  );
}
