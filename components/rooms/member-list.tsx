"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import { askRooms, refusalWords } from "@/components/rooms/room-api";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { fill } from "@/lib/core/fill";
import { roomRoles } from "@/lib/rooms/constants";
import type { RoomMember, RoomRole } from "@/lib/rooms/contract";

/** The members with what the reader may do about each. A role is undone from its notice; a removal, which sends them out of the call too, is asked first, and its membership can be brought back. */
export function MemberList({ roomId, viewerId, members, texts }: { roomId: number; viewerId: number; members: readonly RoomMember[]; texts: HostTexts }) {
  const router = useRouter();
  const [isPending, start] = useTransition();
  const [leaving, setLeaving] = useState<RoomMember | null>(null);

  const change = (member: RoomMember, to: RoomRole, canUndo: boolean) =>
    start(async () => {
      const answer = await askRooms("PATCH", `${roomId}/members/${member.id}/`, { role: to });
      router.refresh();
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
      const text = fill(texts.roleChanged, { name: member.username, role: texts.roles[to] });
      notify({ text, ...(canUndo && to !== "owner" ? { action: { text: texts.undo, run: () => change(member, member.role, false) } } : {}) });
    });
  const bringBack = (member: RoomMember) =>
    start(async () => {
      const answer = await askRooms("POST", `${roomId}/members/`, { user_id: member.id, role: member.role });
      router.refresh();
      notify(answer.ok ? { text: fill(texts.added, { name: member.username }) } : { text: refusalWords(answer.refusal, texts), tone: "danger" });
    });
  const remove = (member: RoomMember) =>
    start(async () => {
      const answer = await askRooms("DELETE", `${roomId}/members/${member.id}/`);
      setLeaving(null);
      router.refresh();
      if (!answer.ok) return notify({ text: refusalWords(answer.refusal, texts), tone: "danger" });
      notify({ text: fill(texts.removed, { name: member.username }), action: { text: texts.undo, run: () => bringBack(member) } });
    });

  return (
    <>
      <ul className="divide-y divide-hairline border-y border-hairline">
        {members.map((member) => (
          <li key={member.id} className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-2">
            <Avatar identity={`u${member.id}`} name={member.username} size="sm" />
            <span className="min-w-24 flex-1 truncate">
              <bdi className="font-medium">{member.username}</bdi>
              {member.id === viewerId && <span className="text-sm text-muted"> ({texts.you})</span>}
            </span>
            {member.can.change_role.length > 0 ? (
              <Select
                aria-label={fill(texts.roleOf, { name: member.username })}
                className="w-auto!"
                value={member.role}
                disabled={isPending}
                onChange={(event) => change(member, event.target.value as RoomRole, true)}
              >
                {roomRoles
                  .filter((role) => role === member.role || member.can.change_role.includes(role))
                  .map((role) => (
                    <option key={role} value={role}>
                      {texts.roles[role]}
                    </option>
                  ))}
              </Select>
            ) : (
              <span className="text-ui text-muted">{texts.roles[member.role]}</span>
            )}
            {member.can.remove && (
              <Button look="plain" className="text-danger" aria-label={fill(texts.removeOne, { name: member.username })} disabled={isPending} onClick={() => setLeaving(member)}>
                {texts.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={fill(texts.removeTitle, { name: leaving?.username ?? "" })}
        text={texts.removeText}
        closeLabel={texts.cancel}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{texts.cancel}</Button>
            <Button look="danger" loading={isPending} onClick={() => leaving && remove(leaving)}>
              {texts.remove}
            </Button>
          </>
        }
      />
    </>
  );
}
