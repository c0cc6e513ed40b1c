"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { changeSwitches, readCall } from "@/components/call/control";
import { useSwitchesInCall } from "@/components/call/use-abilities";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import type { CallSwitches, ChangeSwitchesInput } from "@/lib/calls/contract";

const sends = ["microphone", "camera", "screen"] as const;

/** What people in the call may do and who comes in. In force at once; the room keeps it. */
export function SwitchesDialog({ open, onClose, slug }: { open: boolean; onClose: () => void; slug: string }) {
  const t = useTranslations("callHost.switches");
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} text={t("text")} closeLabel={t("close")}>
      {open && <Switches slug={slug} />}
    </Dialog>
  );
}

function Switches({ slug }: { slug: string }) {
  const t = useTranslations("callHost.switches");
  const told = useSwitchesInCall();
  const [known, setKnown] = useState<{ told: CallSwitches | null; now: CallSwitches | null }>({ told, now: null });
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<"later" | "refused" | "failed" | null>(null);
  // Another host turned one meanwhile.
  if (told && JSON.stringify(told) !== JSON.stringify(known.told)) setKnown({ told, now: told });
  useEffect(() => {
    const controller = new AbortController();
    void readCall(slug, controller.signal).then((call) => call && setKnown((was) => ({ ...was, now: call.switches })));
    return () => controller.abort();
  }, [slug]);
  const turn = async (part: ChangeSwitchesInput) => {
    setBusy(true);
    setResult(null);
    const answer = await changeSwitches(slug, part);
    if (answer.switches) setKnown((was) => ({ ...was, now: answer.switches }));
    setResult(answer.result === "done" ? null : answer.result);
    setBusy(false);
  };
  const { now } = known;
  if (!now) return <div aria-hidden="true" className="h-60 animate-wait rounded-control bg-sunken" />;
  return (
    <div className="grid gap-1" aria-busy={isBusy}>
      {sends.map((source) => (
        <Switch key={source} label={t(source)} hint={now[source] === "hosts" ? t("hostsOnly") : undefined} checked={now[source] === "everyone"} disabled={isBusy} onChange={(event) => void turn({ [source]: event.target.checked ? "everyone" : "hosts" })} />
      ))}
      <Switch label={t("everyoneMayMute")} checked={now.everyone_may_mute} disabled={isBusy} onChange={(event) => void turn({ everyone_may_mute: event.target.checked })} />
      <Switch label={t("lobby")} hint={t("lobbyHint")} checked={now.lobby} disabled={isBusy} onChange={(event) => void turn({ lobby: event.target.checked })} />
      <p role="status" className={result ? "text-ui text-danger" : "sr-only"}>
        {result && t(`result.${result}`)}
      </p>
    </div>
  );
}
