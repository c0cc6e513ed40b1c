"use client";

import Check from "@lucide/icons/icons/check";
import { useTranslations } from "next-intl";
import { ItemIndicator, Label, RadioGroup, RadioItem } from "radix-ui/dropdown-menu";
import { useCallDevice, type CallDeviceKind } from "@/components/call/use-call-device";
import { Icon } from "@/components/ui/icon";
import type { OpenMenu } from "@/components/ui/menu-button";
import { MenuFrame } from "@/components/ui/menu-frame";

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
              <Icon of={Check} size={16} />
            </ItemIndicator>
            {label}
          </RadioItem>
        ))}
      </RadioGroup>
    </>
  );
}

/** The opened list of devices. Loaded by `DeviceMenu` only. */
export function DeviceMenuContent({ kinds, ...open }: OpenMenu & { kinds: CallDeviceKind[] }) {
  return (
    <MenuFrame {...open} side="top" align="center" sideOffset={8} className="min-w-56">
      {kinds.map((kind) => (
        <DeviceGroup key={kind} kind={kind} />
      ))}
    </MenuFrame>
  );
}
