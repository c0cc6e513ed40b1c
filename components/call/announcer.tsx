"use client";

import { useRoomContext } from "@livekit/components-react";
import { ConnectionState, RoomEvent, Track, type RemoteParticipant, type RemoteTrackPublication } from "livekit-client";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { announcementsNow, type AnnouncementKind } from "@/components/call/announcements";
import { useHands } from "@/components/call/use-hands";
import { isPerson } from "@/components/call/use-people";
import { useSignals } from "@/components/call/use-signals";
import type { Reader } from "@/components/call/use-unread";
import { useRealtimeEvents } from "@/components/realtime/use-realtime";
import { isRoomEvent } from "@/components/realtime/wire";

/** What happens at once is said in one sentence: a class that comes in is not thirty sentences. */
const gatherMs = 1000;
const nameOf = ({ name, identity }: { name?: string; identity: string }) => name || identity;

/** Says one thing after the other, as far as it was not silenced. */
function useVoice(): { said: string; say: (kind: AnnouncementKind, text: string) => void } {
  const [said, setSaid] = useState("");
  const say = useCallback((kind: AnnouncementKind, text: string) => {
    if (announcementsNow()[kind]) setSaid(text);
  }, []);
  return { said, say };
}

/** Tells screen readers who comes and goes, raises a hand, shows a screen, reacts and writes. */
export function Announcer({ reader }: { reader: Reader | null }) {
  const t = useTranslations("callHolds.says");
  const reactions = useTranslations("call.reactions.names");
  const room = useRoomContext();
  const { said, say } = useVoice();
  const names = useRef({ joined: [] as string[], left: [] as string[] });
  const tell = useEffectEvent(() => {
    const { joined, left } = names.current;
    names.current = { joined: [], left: [] };
    const sentences = [joined.length > 0 ? t("joined", { name: joined[0]!, count: joined.length }) : "", left.length > 0 ? t("left", { name: left[0]!, count: left.length }) : ""];
    say("people", sentences.filter(Boolean).join(" "));
  });
  const showsScreen = useEffectEvent((publication: RemoteTrackPublication, person: RemoteParticipant, key: "screen" | "screenEnded") => {
    if (publication.source === Track.Source.ScreenShare) say("screens", t(key, { name: nameOf(person) }));
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = (which: "joined" | "left") => (person: RemoteParticipant) => {
      // When one's own line comes back everybody seems to come in.
      if (room.state !== ConnectionState.Connected || !isPerson(person)) return;
      names.current[which].push(nameOf(person));
      timer ??= setTimeout(() => {
        timer = undefined;
        tell();
      }, gatherMs);
    };
    const [onJoin, onLeave] = [note("joined"), note("left")];
    const onScreen = (publication: RemoteTrackPublication, person: RemoteParticipant) => showsScreen(publication, person, "screen");
    const onScreenEnd = (publication: RemoteTrackPublication, person: RemoteParticipant) => showsScreen(publication, person, "screenEnded");
    room.on(RoomEvent.ParticipantConnected, onJoin).on(RoomEvent.ParticipantDisconnected, onLeave).on(RoomEvent.TrackPublished, onScreen).on(RoomEvent.TrackUnpublished, onScreenEnd);
    return () => {
      clearTimeout(timer);
      room.off(RoomEvent.ParticipantConnected, onJoin).off(RoomEvent.ParticipantDisconnected, onLeave).off(RoomEvent.TrackPublished, onScreen).off(RoomEvent.TrackUnpublished, onScreenEnd);
    };
  }, [room]);
  useSignals((signal) => {
    if (signal.kind !== "reaction" || signal.identity === room.localParticipant.identity) return;
    const person = room.remoteParticipants.get(signal.identity);
    say("reactions", t("reaction", { name: person ? nameOf(person) : signal.identity, reaction: reactions(signal.reaction) }));
  });
  return (
    <>
      <HandsVoice say={say} />
      {reader && <ChatVoice reader={reader} say={say} />}
      <p role="status" className="sr-only" data-announcer>
        {said}
      </p>
    </>
  );
}

type Say = (kind: AnnouncementKind, text: string) => void;

function HandsVoice({ say }: { say: Say }) {
  const t = useTranslations("call.hands");
  const others = useHands().filter((each) => !each.isLocal);
  const before = useRef(new Set<string>());
  const identities = others.map((each) => each.identity).join(" ");
  const tell = useEffectEvent(() => {
    const isNew = others.some(({ identity }) => !before.current.has(identity));
    before.current = new Set(others.map(({ identity }) => identity));
    if (isNew) say("hands", t("says", { name: nameOf(others[0]!), count: others.length }));
  });
  useEffect(() => tell(), [identities]);
  return null;
}

function ChatVoice({ reader: { roomId, viewerId }, say }: { reader: Reader; say: Say }) {
  const t = useTranslations("callHolds.says");
  useRealtimeEvents(viewerId, (event) => {
    if (event.type !== "message_added" || !isRoomEvent(event) || event.room_id !== roomId) return;
    const { user } = event.body as { user?: { id: number; username: string } };
    if (user && user.id !== viewerId) say("chat", t("chat", { name: user.username }));
  });
  return null;
}
