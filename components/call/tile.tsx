"use client";

import { isTrackReference, useIsMuted, useIsSpeaking, VideoTrack, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { Track } from "livekit-client";
import MicOff from "lucide-react/icons/mic-off";
import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { Avatar } from "@/components/ui/avatar";
import { personHue } from "@/lib/core/hue";

/** One person, or the screen that they show: picture or initials, name, and an edge in their colour while they speak. */
export function Tile({ trackRef, isSmall = false, style }: { trackRef: TrackReferenceOrPlaceholder; isSmall?: boolean; style?: CSSProperties }) {
  const t = useTranslations("call");
  const { participant, source } = trackRef;
  const isScreen = source === Track.Source.ScreenShare;
  const isSpeaking = useIsSpeaking(participant);
  const isMuted = useIsMuted({ participant, source: Track.Source.Microphone });
  const isCameraOff = useIsMuted(trackRef);
  const name = participant.name || participant.identity;
  const words = isScreen ? t("screenOf", { name }) : participant.isLocal ? t("you", { name }) : name;
  return (
    <li className={isScreen ? "tile tile-screen" : "tile"} style={style} data-identity={participant.identity} data-source={source} data-person={isScreen ? undefined : personHue(participant.identity)} data-speaking={!isScreen && isSpeaking}>
      {isTrackReference(trackRef) && !isCameraOff ? (
        <VideoTrack trackRef={trackRef} aria-label={isScreen ? words : t("pictureOf", { name })} className={participant.isLocal && !isScreen ? "mirror" : undefined} />
      ) : (
        <div className={isSmall ? "grid size-full place-items-center pb-6" : "grid size-full place-items-center"}>
          <Avatar identity={participant.identity} name={name} size={isSmall ? "md" : "xl"} />
        </div>
      )}
      <span className="tile-name">
        {!isScreen && isMuted && <MicOff size={14} aria-label={t("isMuted")} role="img" className="text-danger" />}
        <bdi>{words}</bdi>
      </span>
    </li>
  );
}
