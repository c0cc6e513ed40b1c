"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { LocalTime } from "@/components/meetings/local-time";
import type { Refusal } from "@/components/ui/ask-api";
import { askRooms } from "@/components/rooms/room-api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { Invitation } from "@/lib/rooms/contract";

/** Who was invited and has not come yet: send the mail again, or take the invitation back (undone from its notice). */
export function InvitationList({ roomId, invitations }: { roomId: number; invitations: readonly Invitation[] }) {
  const t = useTranslations("invitations");
  const router = useRouter();
  const [isPending, start] = useTransition();

  const wordsOf = ({ code }: Refusal) => t(`refusals.${code === "rate_limited" ? "limited" : code === "conflict" ? "changed" : code === "lost" || code === "internal" || code === "unavailable" ? "lost" : "refused"}`);
  const resend = ({ id, email }: Invitation) =>
    start(async () => {
      const answer = await askRooms("POST", `${roomId}/invitations/${id}/resend/`);
      router.refresh();
      notify(answer.ok ? { text: t("resent", { email }) } : { text: wordsOf(answer.refusal), tone: "danger" });
    });
  const revoke = (invitation: Invitation, revoked: boolean) =>
    start(async () => {
      const answer = await askRooms("PATCH", `${roomId}/invitations/${invitation.id}/`, { revoked });
      router.refresh();
      if (!answer.ok) return notify({ text: wordsOf(answer.refusal), tone: "danger" });
      if (revoked) notify({ text: t("revoked", { email: invitation.email }), action: { text: t("undo"), run: () => revoke(invitation, false) } });
    });

  return (
    <ul className="divide-y divide-hairline border-y border-hairline">
      {invitations.map((each) => (
        <li key={each.id} className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <span className="grid min-w-40 flex-1">
            <span className="font-medium break-all">{each.email}</span>
            <span className="text-sm text-muted">
              {t(`as.${each.role}`)} · {each.state === "pending" ? <>{t("until")} <LocalTime at={new Date(each.expires_at)} look="date" /></> : t(`states.${each.state}`)}
            </span>
          </span>
          {each.state !== "pending" && <Badge tone="attention">{t("notUsable")}</Badge>}
          <span className="flex gap-1">
            <Button look="plain" aria-label={t("resendOne", { email: each.email })} disabled={isPending} onClick={() => resend(each)}>
              {t("resend")}
            </Button>
            <Button look="plain" className="text-danger" aria-label={t("revokeOne", { email: each.email })} disabled={isPending} onClick={() => revoke(each, true)}>
              {t("revoke")}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
