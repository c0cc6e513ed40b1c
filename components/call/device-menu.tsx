"use client";

import Check from "lucide-react/icons/check";
import ChevronUp from "lucide-react/icons/chevron-up";
import { useTranslations } from "next-intl";
import { Content, ItemIndicator, Label, RadioGroup, RadioItem, Root, Trigger } from "radix-ui/dropdown-menu";
import { useCallDevice, type CallDeviceKind } from "@/components/call/use-call-device";

function DeviceGroup({ kind }: { kind: CallDeviceKind }) {
  const t = useTranslations("call.devices");
  const { devices, activeId, choose } = useCallDevice(kind);
  return (
    <>
      <Label className="px-3 pt-2 pb-1 text-xs font-medium text-muted">{t(kind)}</Label>
      {devices.length === 0 && <p className="px-3 pb-2 text-ui text-muted">{t("none")}</p>}
      <RadioGroup value={activeId} onValueChange={(deviceId) => void choose(deviceId)}>
        {devices.map(({ deviceId, label }) => (
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
export function DeviceMenu({ label, kinds }: { label: string; kinds: CallDeviceKind[] }) {
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
