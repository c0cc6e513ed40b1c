"use client";

import { useIsMuted, useParticipantAttributes, useParticipants } from "@livekit/components-react";
import { Track, type Participant } from "livekit-client";
import Ban from "lucide-react/icons/ban";
import EllipsisVertical from "lucide-react/icons/ellipsis-vertical";
import Hand from "lucide-react/icons/hand";
import Lock from "lucide-react/icons/lock";
import LockOpen from "lucide-react/icons/lock-open";
import Mic from "lucide-react/icons/mic";
import MicOff from "lucide-react/icons/mic-off";
import Star from "lucide-react/icons/star";
import UserMinus from "lucide-react/icons/user-minus";
import Video from "lucide-react/icons/video";
import VideoOff from "lucide-react/icons/video-off";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { BanList } from "@/components/call/ban-list";
import { act, type Act, type ActResult } from "@/components/call/control";
import { useAbilities, useIsLocked, useSpotlight } from "@/components/call/use-abilities";
import { placeOfHand, useHands } from "@/components/call/use-hands";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import type { CallState } from "@/lib/calls/contract";

/** Who is in the call, and for hosts what they may do about it. `children` stands above the list: those who wait, for hosts. */
export function PeoplePanel({ slug, onClose, children }: { slug: string; onClose: () => void; children?: ReactNode }) {
  const t = useTranslations("call.peoplePanel");
  const hands = useHands();
  const everyone = useParticipants();
  // Who wants to say something stands first, in the order of the hands.
  const people = [...hands, ...everyone.filter((person) => !hands.some(({ identity }) => identity === person.identity))];
  const abilities = useAbilities(slug);
  const isLocked = useIsLocked();
  const [outcome, setOutcome] = useState<ActResult | null>(null);
  const [asked, setAsked] = useState<Question | null>(null);
  const run = async (what: Act) => {
    setAsked(null);
    setOutcome(null);
    setOutcome(await act(slug, what));
  };
  return (
    <section className="flex h-full min-h-0 flex-col" aria-labelledby="people-title">
      <header className="flex items-center justify-between gap-2 py-2 pr-2 pl-4">
        <h2 id="people-title" className="text-lg">
          {t("title")} <span className="tabular text-ui text-muted">{people.length}</span>
        </h2>
        <IconButton label={t("close")} icon={<X size={18} />} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        {children}
        {isLocked && (
          <p className="flex items-center gap-2 pb-3 text-ui text-muted">
            <Lock size={14} aria-hidden="true" /> {t("isLocked")}
          </p>
        )}
        <ul className="grid gap-1">
          {people.map((person) => (
            <PersonRow key={person.identity} person={person} hand={placeOfHand(hands, person)} abilities={abilities} onAct={(what) => void run(what)} onAsk={setAsked} />
          ))}
        </ul>
        {abilities.moderate && <BanList slug={slug} />}
      </div>
      <p role="status" className={outcome && outcome !== "done" ? "px-4 pb-2 text-ui text-danger" : "sr-only"}>
        {outcome && t(`outcome.${outcome}`)}
      </p>
      {abilities.moderate && (
        <footer className="flex flex-wrap gap-2 border-t border-hairline p-4">
          <Button onClick={() => void run({ kind: "mute", body: { source: "microphone" } })}>{t("muteAll")}</Button>
          {hands.length > 0 && <Button onClick={() => void run({ kind: "hands/lower", body: {} })}>{t("lowerAll")}</Button>}
          <Button icon={isLocked ? <LockOpen size={16} /> : <Lock size={16} />} onClick={() => void run({ kind: "lock", body: { locked: !isLocked } })}>
            {t(isLocked ? "unlock" : "lock")}
          </Button>
          <Button look="danger" onClick={() => setAsked({ act: { kind: "end", body: {} }, words: "end", name: "" })}>
            {t("end")}
          </Button>
        </footer>
      )}
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

/** What cannot be undone is asked first, with the name of whom it is about. */
type Question = { act: Act; words: "remove" | "ban" | "end"; name: string };

function PersonRow({ person, hand, abilities, onAct, onAsk }: { person: Participant; hand: number | null; abilities: CallState["abilities"]; onAct: (what: Act) => void; onAsk: (question: Question) => void }) {
  const t = useTranslations("call");
  const { attributes } = useParticipantAttributes({ participant: person });
  const isMuted = useIsMuted({ participant: person, source: Track.Source.Microphone });
  const isInSpotlight = useSpotlight() === person.identity;
  const { identity } = person;
  const name = person.name || identity;
  const role = attributes?.role;
  const mute: MenuEntry[] = [
    { key: "mute", text: t("peoplePanel.mute"), icon: <MicOff size={16} />, disabled: isMuted, onSelect: () => onAct({ kind: "mute", body: { identity, source: "microphone" } }) },
    { key: "stop", text: t("peoplePanel.stopCamera"), icon: <VideoOff size={16} />, disabled: !person.isCameraEnabled, onSelect: () => onAct({ kind: "mute", body: { identity, source: "camera" } }) },
  ];
  const ask: MenuEntry[] = [
    "separator",
    { key: "askMicrophone", text: t("peoplePanel.askMicrophone"), icon: <Mic size={16} />, disabled: !isMuted, onSelect: () => onAct({ kind: "ask", body: { identity, source: "microphone" } }) },
    { key: "askCamera", text: t("peoplePanel.askCamera"), icon: <Video size={16} />, disabled: person.isCameraEnabled, onSelect: () => onAct({ kind: "ask", body: { identity, source: "camera" } }) },
  ];
  const show: MenuEntry[] = [
    { key: "spotlight", text: t(isInSpotlight ? "peoplePanel.spotlightOff" : "peoplePanel.spotlight"), icon: <Star size={16} />, onSelect: () => onAct({ kind: "spotlight", body: { identity: isInSpotlight ? null : identity } }) },
    ...(hand === null ? [] : [{ key: "hand", text: t("peoplePanel.lower"), icon: <Hand size={16} />, onSelect: () => onAct({ kind: "hands/lower", body: { identity } }) }]),
  ];
  const send: MenuEntry[] = [
    "separator",
    { key: "remove", text: t("peoplePanel.remove"), icon: <UserMinus size={16} />, onSelect: () => onAsk({ act: { kind: "remove", body: { identity } }, words: "remove", name }) },
    { key: "ban", text: t("peoplePanel.ban"), icon: <Ban size={16} />, danger: true, onSelect: () => onAsk({ act: { kind: "remove", body: { identity, ban: true } }, words: "ban", name }) },
  ];
  const entries = person.isLocal ? show : abilities.moderate ? [...show, ...mute, ...ask, ...send] : mute;
  return (
    <li className="flex min-h-11 items-center gap-3" data-person={identity}>
      <Avatar identity={identity} name={name} size="sm" />
      <span className="min-w-0 flex-1 truncate text-ui">
        <bdi>{person.isLocal ? t("you", { name }) : name}</bdi>
      </span>
      {hand !== null && (
        <span className="flex items-center gap-1 text-ui text-attention" role="img" aria-label={t("hands.of", { name, place: hand })}>
          <Hand size={14} aria-hidden="true" /> {hand}
        </span>
      )}
      {isInSpotlight && <Star size={14} role="img" aria-label={t("peoplePanel.inSpotlight")} />}
      {isMuted && <MicOff size={14} role="img" aria-label={t("isMuted")} className="text-muted" />}
      {role !== undefined && role !== "member" && <Badge>{t(`peoplePanel.role.${role === "owner" || role === "administrator" ? "host" : "guest"}`)}</Badge>}
      {(person.isLocal ? abilities.moderate : abilities.mute) && <Menu label={t("peoplePanel.more", { name })} icon={<EllipsisVertical size={18} />} entries={entries} />}
    </li>
  );
}
