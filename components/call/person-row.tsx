"use client";

import { useIsMuted, useParticipantAttributes } from "@livekit/components-react";
import { Track, type Participant } from "livekit-client";
import Ban from "@lucide/icons/icons/ban";
import EllipsisVertical from "@lucide/icons/icons/ellipsis-vertical";
import Hand from "@lucide/icons/icons/hand";
import Mic from "@lucide/icons/icons/mic";
import MicOff from "@lucide/icons/icons/mic-off";
import Shield from "@lucide/icons/icons/shield";
import ShieldOff from "@lucide/icons/icons/shield-off";
import Star from "@lucide/icons/icons/star";
import UserMinus from "@lucide/icons/icons/user-minus";
import Video from "@lucide/icons/icons/video";
import VideoOff from "@lucide/icons/icons/video-off";
import { useTranslations } from "next-intl";
import type { Act } from "@/components/call/control";
import { useSpotlight } from "@/components/call/use-abilities";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import type { CallState } from "@/lib/calls/contract";

/** What cannot be undone is asked first, with the name of whom it is about. */
export type Question = { act: Act; words: "remove" | "ban" | "end"; name: string };

/** Somebody in the call, and what one may do about them. */
export function PersonRow({ person, hand, abilities, onAct, onAsk }: { person: Participant; hand: number | null; abilities: CallState["abilities"]; onAct: (what: Act) => void; onAsk: (question: Question) => void }) {
  const t = useTranslations("call");
  const words = useTranslations("callHost");
  const { attributes } = useParticipantAttributes({ participant: person });
  const isMuted = useIsMuted({ participant: person, source: Track.Source.Microphone });
  const isInSpotlight = useSpotlight() === person.identity;
  const { identity } = person;
  const name = person.name || identity;
  const role = attributes?.role;
  const mute: MenuEntry[] = [
    { key: "mute", text: t("peoplePanel.mute"), icon: <Icon of={MicOff} size={16} />, disabled: isMuted, onSelect: () => onAct({ kind: "mute", body: { identity, source: "microphone" } }) },
    { key: "stop", text: t("peoplePanel.stopCamera"), icon: <Icon of={VideoOff} size={16} />, disabled: !person.isCameraEnabled, onSelect: () => onAct({ kind: "mute", body: { identity, source: "camera" } }) },
  ];
  const ask: MenuEntry[] = [
    "separator",
    { key: "askMicrophone", text: t("peoplePanel.askMicrophone"), icon: <Icon of={Mic} size={16} />, disabled: !isMuted, onSelect: () => onAct({ kind: "ask", body: { identity, source: "microphone" } }) },
    { key: "askCamera", text: t("peoplePanel.askCamera"), icon: <Icon of={Video} size={16} />, disabled: person.isCameraEnabled, onSelect: () => onAct({ kind: "ask", body: { identity, source: "camera" } }) },
  ];
  const show: MenuEntry[] = [
    { key: "spotlight", text: t(isInSpotlight ? "peoplePanel.spotlightOff" : "peoplePanel.spotlight"), icon: <Icon of={Star} size={16} />, onSelect: () => onAct({ kind: "spotlight", body: { identity: isInSpotlight ? null : identity } }) },
    ...(hand === null ? [] : [{ key: "hand", text: t("peoplePanel.lower"), icon: <Icon of={Hand} size={16} />, onSelect: () => onAct({ kind: "hands/lower", body: { identity } }) }]),
  ];
  const isHost = role === "administrator";
  const hasAccount = identity.startsWith("u");
  // An owner's role is changed by themselves only; a guest without an account has none to be changed.
  const promote: MenuEntry[] =
    !abilities.promote || role === "owner"
      ? []
      : [
          "separator",
          hasAccount
            ? { key: "role", text: words(isHost ? "demote" : "promote"), icon: isHost ? <Icon of={ShieldOff} size={16} /> : <Icon of={Shield} size={16} />, onSelect: () => onAct({ kind: "role", body: { identity, role: isHost ? "member" : "administrator" } }) }
            : { key: "role", text: words("noAccount"), icon: <Icon of={Shield} size={16} />, disabled: true, onSelect: () => undefined },
        ];
  const send: MenuEntry[] = [
    "separator",
    { key: "remove", text: t("peoplePanel.remove"), icon: <Icon of={UserMinus} size={16} />, onSelect: () => onAsk({ act: { kind: "remove", body: { identity } }, words: "remove", name }) },
    { key: "ban", text: t("peoplePanel.ban"), icon: <Icon of={Ban} size={16} />, danger: true, onSelect: () => onAsk({ act: { kind: "remove", body: { identity, ban: true } }, words: "ban", name }) },
  ];
  const entries = person.isLocal ? show : abilities.moderate ? [...show, ...mute, ...ask, ...promote, ...send] : mute;
  return (
    <li className="flex min-h-11 items-center gap-3" data-person={identity}>
      <Avatar identity={identity} name={name} size="sm" />
      <span className="min-w-0 flex-1 truncate text-ui">
        <bdi>{person.isLocal ? t("you", { name }) : name}</bdi>
      </span>
      {hand !== null && (
        <span className="flex items-center gap-1 text-ui text-attention" role="img" aria-label={t("hands.of", { name, place: hand })}>
          <Icon of={Hand} size={14} /> {hand}
        </span>
      )}
      {isInSpotlight && <Icon of={Star} size={14} label={t("peoplePanel.inSpotlight")} />}
      {isMuted && <Icon of={MicOff} size={14} label={t("isMuted")} className="text-muted" />}
      {role !== undefined && role !== "member" && <Badge>{t(`peoplePanel.role.${role === "owner" || role === "administrator" ? "host" : "guest"}`)}</Badge>}
      {(person.isLocal ? abilities.moderate : abilities.mute) && <Menu label={t("peoplePanel.more", { name })} icon={<Icon of={EllipsisVertical} size={18} />} entries={entries} />}
    </li>
  );
}
