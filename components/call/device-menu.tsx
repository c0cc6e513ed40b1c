"use client";

import ChevronUp from "lucide-react/icons/chevron-up";
import dynamic from "next/dynamic";
import type { CallDeviceKind } from "@/components/call/use-call-device";
import { MenuButton } from "@/components/ui/menu-button";

const loadContent = () => import("@/components/call/device-menu-content");
const DeviceMenuContent = dynamic(() => loadContent().then((module) => module.DeviceMenuContent), { ssr: false });

/** The small arrow beside a control: which device it uses. */
export function DeviceMenu({ label, kinds }: { label: string; kinds: CallDeviceKind[] }) {
  return (
    <MenuButton label={label} icon={<ChevronUp size={16} />} className="bar-button bar-arrow" warm={() => void loadContent()}>
      {(open) => <DeviceMenuContent {...open} kinds={kinds} />}
    </MenuButton>
  );
}
