"use client";

import MailPlus from "@lucide/icons/icons/mail-plus";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, useTransition, type FormEvent } from "react";
import type { Refusal } from "@/components/ui/ask-api";
import { askRooms } from "@/components/rooms/room-api";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Icon } from "@/components/ui/icon";
import { Select, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { inviteOutcomes } from "@/lib/rooms/constants";
import type { InviteResult, RoomRole } from "@/lib/rooms/contract";

/** What was typed or pasted as addresses: apart by spaces, commas, semicolons or lines; `Ada <ada@example.org>` counts by what is in the brackets. */
function addressesIn(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>\s]+)>/g)].map(([, address]) => address ?? "");
  const rest = text.replace(/[^,;\n]*<[^<>]*>/g, " ").split(/[\s,;]+/);
  return [...bracketed, ...rest].filter((each) => each !== "");
}

/** Asks people by mail to become members, with a role. What became of each address is said beneath. */
export function InvitePeople({ roomId, roles }: { roomId: number; roles: readonly RoomRole[] }) {
  const t = useTranslations("invitations");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [role, setRole] = useState<RoomRole>("member");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [results, setResults] = useState<InviteResult[]>([]);
  const [isPending, start] = useTransition();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const answer = await askRooms<{ results: InviteResult[] }>("POST", `${roomId}/invitations/`, { emails: addressesIn(typed), role });
      setRefusal(answer.ok ? null : answer.refusal);
      setResults(answer.ok ? answer.data.results : []);
      if (!answer.ok) return;
      const invited = answer.data.results.filter(({ outcome }) => outcome === "invited").length;
      if (invited > 0) notify({ text: t("sent", { count: invited }) });
      setTyped("");
      router.refresh();
    });
  };
  const wrong = Object.entries(refusal?.fields ?? {});
  const mistake = wrong.length === 0 ? undefined : t(wrong.some(([name]) => name !== "emails") ? "addressInvalid" : addressesIn(typed).length === 0 ? "addressMissing" : "addressesMany");
  const words = refusal === null || mistake !== undefined ? null : t(refusal.code === "rate_limited" ? "refusals.limited" : refusal.code === "conflict" ? "refusals.many" : refusal.code === "lost" || refusal.code === "internal" || refusal.code === "unavailable" ? "refusals.lost" : "refusals.refused");
  const others = inviteOutcomes.filter((outcome) => outcome !== "invited").map((outcome) => ({ outcome, emails: results.filter((each) => each.outcome === outcome).map(({ email }) => email) }));
  return (
    <form onSubmit={submit} noValidate aria-label={t("title")} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <FormError>{words}</FormError>
      <Field name="emails" label={t("title")} hint={t("hint")} errors={mistake === undefined ? undefined : [mistake]}>
        {(ids) => <Textarea {...ids} name="emails" rows={2} inputMode="email" autoCapitalize="none" spellCheck={false} maxLength={20_000} value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Select aria-label={t("role")} className="w-auto!" value={role} onChange={(event) => setRole(event.target.value as RoomRole)}>
          {roles.map((each) => (
            <option key={each} value={each}>
              {t(`as.${each}`)}
            </option>
          ))}
        </Select>
        <Button type="submit" icon={<Icon of={MailPlus} size={18} />} loading={isPending}>
          {t("send")}
        </Button>
      </div>
      <div role="status" className="grid gap-1 text-ui text-muted empty:hidden">
        {others.map(({ outcome, emails }) => emails.length > 0 && <p key={outcome} className="break-words">{t(`outcomes.${outcome as "member" | "limited"}`, { count: emails.length, addresses: emails.join(", ") })}</p>)}
      </div>
    </form>
  );
}
