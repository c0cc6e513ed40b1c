"use client";

import { useRoomContext, useTracks } from "@livekit/components-react";
import { Track } from "livekit-client";
import { useTranslations } from "next-intl";
import { Note } from "@/components/call/note";
import { stopSound } from "@/components/call/share-sound";
import { Button } from "@/components/ui/button";

/** Who shares sound without a picture: it would come from nowhere otherwise. */
export function useSharedSounds() {
  const tracks = useTracks([Track.Source.ScreenShareAudio, Track.Source.ScreenShare]);
  const screens = new Set(tracks.flatMap(({ source, participant }) => (source === Track.Source.ScreenShare ? [participant.identity] : [])));
  return tracks.filter(({ source, participant }) => source === Track.Source.ScreenShareAudio && !screens.has(participant.identity)).map(({ participant }) => participant);
}

/** One line for each of them; one's own with the way to end it. */
export function SharedSounds() {
  const t = useTranslations("call.sound");
  const room = useRoomContext();
  return useSharedSounds().map((participant) =>
    participant.isLocal ? (
      <Note key={participant.identity} text={t("own")} action={<Button onClick={() => void stopSound(room)}>{t("stop")}</Button>} />
    ) : (
      <Note key={participant.identity} text={t("of", { name: participant.name || participant.identity })} />
    ),
  );
}
