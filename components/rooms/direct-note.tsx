import type { RoomTexts } from "@/components/rooms/texts";
import { fill } from "@/lib/core/fill";
import type { Direct } from "@/lib/rooms/contract";

/** That this is between two people, and whether the other one can read it. */
export function DirectNote({ direct, texts }: { direct: Direct; texts: RoomTexts }) {
  const text = direct.id === 0 ? texts.directGone : fill(direct.active ? texts.directAbout : texts.directOff, { name: direct.username });
  return (
    <p className="border-b border-hairline pb-3 text-sm text-muted">
      <bdi>{text}</bdi>
    </p>
  );
}
