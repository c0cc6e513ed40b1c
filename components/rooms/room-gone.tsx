"use client";

import type { HostTexts } from "@/components/rooms/host-texts";
import { RestoreRoom } from "@/components/rooms/restore-room";
import type { RoomTexts } from "@/components/rooms/texts";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { fill } from "@/lib/core/fill";

/** In the place of a room that was deleted while it was open. Its owners can bring it back. */
export function RoomGone({ room, by, canRestore, texts, hostTexts }: { room: { id: number; name: string; slug: string }; by: string; canRestore: boolean; texts: RoomTexts; hostTexts: HostTexts }) {
  return (
    <div role="status" className="py-12">
      <EmptyState
        title={hostTexts.gone}
        text={fill(hostTexts.goneBy, { name: by })}
        action={
          <div className="flex flex-wrap justify-center gap-3">
            {canRestore && <RestoreRoom room={room} texts={hostTexts} />}
            <ButtonLink href="/rooms">{texts.toRooms}</ButtonLink>
          </div>
        }
      />
    </div>
  );
}
