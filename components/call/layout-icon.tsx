import LayoutGrid from "@lucide/icons/icons/layout-grid";
import LayoutPanelLeft from "@lucide/icons/icons/layout-panel-left";
import RectangleHorizontal from "@lucide/icons/icons/rectangle-horizontal";
import type { Layout } from "@/components/call/layouts";
import { Icon } from "@/components/ui/icon";

const icons = { grid: LayoutGrid, filmstrip: LayoutPanelLeft, speaker: RectangleHorizontal } as const;

/** The picture of a layout. */
export function LayoutIcon({ layout, size }: { layout: Layout; size: number }) {
  return <Icon of={icons[layout]} size={size} />;
}
