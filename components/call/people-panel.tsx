"use client";

import Lock from "@lucide/icons/icons/lock";
import X from "@lucide/icons/icons/x";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { BanList } from "@/components/call/ban-list";
import { act, type Act, type ActResult } from "@/components/call/control";
import { HostControls } from "@/components/call/host-controls";
import { InviteButton } from "@/components/call/invite-button";
import { PersonRow, type Question } from "@/components/call/person-row";
import { useAbilities, useIsLocked } from "@/components/call/use-abilities";
import { placeOfHand, useHands } from "@/components/call/use-hands";
import { usePeople } from "@/components/call/use-people";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/** Who is in the call, and for hosts what they may do about it. `children` stands above the list: those who wait, for hosts. */
export function PeoplePanel({ slug, onClose, children }: { slug: string; onClose: () => void; children?: ReactNode }) {
  const t = useTranslations("call.peoplePanel");
  const hands = useHands();
  const everyone = usePeople();
  // Who wants to say something stands first, in the order of the hands.
  const people = [...hands, ...everyone.filter((person) => !hands.some(({ identity }) => identity === person.identity))];
  const abilities = useAbilities(slug);
  const isLocked = useIsLocked();
  const [outcome, setOutcome] = useState<ActResult | null>(null);
  const [bans, setBans] = useState(0);
  const [asked, setAsked] = useState<Question | null>(null);
  const run = async (what: Act) => {
    setAsked(null);
    setOutcome(null);
    setOutcome(await act(slug, what));
    // Who was banned is in the list at once.
    if (what.kind === "remove" && what.body.ban) setBans((count) => count + 1);
  };
  return (
    <section className="flex h-full min-h-0 flex-col" aria-labelledby="people-title">
      <header className="flex items-center justify-between gap-2 py-2 pr-2 pl-4">
        <h2 id="people-title" className="text-lg">
          {t("title")} <span className="tabular text-ui text-muted">{people.length}</span>
        </h2>
        <span className="flex">
          {abilities.moderate && <InviteButton slug={slug} mayAdd={abilities.promote} />}
          <IconButton label={t("close")} icon={<Icon of={X} size={18} />} onClick={onClose} />
        </span>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        {children}
        {isLocked && (
          <p className="flex items-center gap-2 pb-3 text-ui text-muted">
            <Icon of={Lock} size={14} /> {t("isLocked")}
          </p>
        )}
        <ul className="grid gap-1">
          {people.map((person) => (
            <PersonRow key={person.identity} person={person} hand={placeOfHand(hands, person)} abilities={abilities} onAct={(what) => void run(what)} onAsk={setAsked} />
          ))}
        </ul>
        {abilities.moderate && <BanList slug={slug} changes={bans} />}
      </div>
      <p role="status" className={outcome && outcome !== "done" ? "px-4 pb-2 text-ui text-danger" : "sr-only"}>
        {outcome && t(`outcome.${outcome}`)}
      </p>
      {abilities.moderate && <HostControls slug={slug} abilities={abilities} isLocked={isLocked} hasHands={hands.length > 0} onAct={(what) => void run(what)} onEnd={() => setAsked({ act: { kind: "end", body: {} }, words: "end", name: "" })} />}
      <Dialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={asked ? t(`ask.${asked.words}.title`, { name: asked.name }) : ""}
        text={asked && t(`ask.${asked.words}.text`)}
        closeLabel={t("keep")}
        actions={
          <>
            <Button onClick={() => setAsked(null)}>{t("keep")}</Button>
            <Button look="danger" onClick={() => asked && void run(asked.act)}>
              {asked && t(`ask.${asked.words}.yes`)}
            </Button>
          </>
        }
      />
    </section>
  );
}
