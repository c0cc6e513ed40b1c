"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { liftBan, readBans } from "@/components/call/control";
import { Button } from "@/components/ui/button";
import type { CallBan } from "@/lib/calls/contract";

/** Who may not come in, read when it is opened, and again when `changes` counts another ban. */
export function BanList({ slug, changes }: { slug: string; changes: number }) {
  const t = useTranslations("call.peoplePanel");
  const [bans, setBans] = useState<CallBan[] | null>(null);
  const box = useRef<HTMLDetailsElement>(null);
  const read = async () => setBans(await readBans(slug));
  useEffect(() => {
    if (changes > 0 && box.current?.open) void readBans(slug).then(setBans);
  }, [slug, changes]);
  const lift = async (ban: CallBan) => {
    if (await liftBan(slug, ban.id)) setBans((were) => were?.filter((each) => each.id !== ban.id) ?? null);
  };
  return (
    <details ref={box} className="pt-4 text-ui" onToggle={(event) => event.currentTarget.open && void read()}>
      <summary className="target flex cursor-pointer items-center text-muted">{t("bans")}</summary>
      {bans?.length === 0 && <p className="text-muted">{t("noBans")}</p>}
      <ul className="grid gap-1">
        {bans?.map((ban) => (
          <li key={ban.id} className="flex min-h-11 items-center justify-between gap-3">
            <bdi className="min-w-0 truncate">{ban.name}</bdi>
            <Button onClick={() => void lift(ban)}>{t("lift")}</Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
