"use client";

import ChevronUp from "@lucide/icons/icons/chevron-up";
import type { CallDeviceKind } from "@/components/call/use-call-device";
import { Icon } from "@/components/ui/icon";
import { lazyPart } from "@/components/ui/lazy-part";
import { MenuButton } from "@/components/ui/menu-button";

const DeviceMenuContent = lazyPart(() => import("@/components/call/device-menu-content").then((module) => module.DeviceMenuContent));

/** The small arrow beside a control: which device it uses. */
export function DeviceMenu({ label, kinds }: { label: string; kinds: CallDeviceKind[] }) {
  return (
    <MenuButton label={label} icon={<Icon of={ChevronUp} size={16} />} className="bar-button bar-arrow" warm={DeviceMenuContent.warm}>
      {(open) => <DeviceMenuContent {...open} kinds={kinds} />}
    </MenuButton>
  );
}
