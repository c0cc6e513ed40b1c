import LayoutGrid from "lucide-react/icons/layout-grid";
import LayoutPanelLeft from "lucide-react/icons/layout-panel-left";
import RectangleHorizontal from "lucide-react/icons/rectangle-horizontal";
import type { Layout } from "@/components/call/layouts";

const icons = { grid: LayoutGrid, filmstrip: LayoutPanelLeft, speaker: RectangleHorizontal } as const;

/** The picture of a layout. */
export function LayoutIcon({ layout, size }: { layout: Layout; size: number }) {
  const Icon = icons[layout];
  return <Icon size={size} />;
}
