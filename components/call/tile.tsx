"use client";

import { isTrackReference, useIsMuted, useIsSpeaking, VideoTrack, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { LocalVideoTrack, Track } from "livekit-client";
import Hand from "@lucide/icons/icons/hand";
import Lock from "@lucide/icons/icons/lock";
import MicOff from "@lucide/icons/icons/mic-off";
import Pin from "@lucide/icons/icons/pin";
import { useTranslations } from "next-intl";
import { useRef, type CSSProperties } from "react";
import { useUndecryptable } from "@/components/call/encryption/use-undecryptable";
import { facingOf } from "@/components/call/flip-camera";
import { LineMark } from "@/components/call/line-mark";
import { TileMenu } from "@/components/call/tile-menu";
import { useTraffic } from "@/components/call/use-traffic";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { personHue } from "@/lib/core/hue";

/** `hand` is the place among the hands that are up. Without `onPin` there is nothing to be done with the tile. */
type TileProps = { trackRef: TrackReferenceOrPlaceholder; hand: number | null; isPinned?: boolean; onPin?: () => void; isSmall?: boolean; style?: CSSProperties };

/** One sees oneself as in a mirror, but what one shows by the phone's other camera as it is. */
function isMirrored({ participant, source, publication }: TrackReferenceOrPlaceholder): boolean {
  return participant.isLocal && source === Track.Source.Camera && !(publication?.track instanceof LocalVideoTrack && facingOf(publication.track) === "environment");
}

/** One person, or the screen that they show: picture or initials, name, and an edge in their colour while they speak. */
export function Tile({ trackRef, hand, isPinned = false, onPin, isSmall = false, style }: TileProps) {
  const t = useTranslations("call");
  const box = useRef<HTMLLIElement>(null);
  const { participant, source } = trackRef;
  const isScreen = source === Track.Source.ScreenShare;
  const isSpeaking = useIsSpeaking(participant);
  const isMuted = useIsMuted({ participant, source: Track.Source.Microphone });
  const isCameraOff = useIsMuted(trackRef);
  const isHeldBack = useTraffic().receive === "none" && !isScreen && !participant.isLocal;
  const hasPicture = isTrackReference(trackRef) && !isCameraOff && !isHeldBack;
  const isUndecryptable = useUndecryptable().has(participant.identity);
  const name = participant.name || participant.identity;
  const words = isScreen ? t("screenOf", { name }) : participant.isLocal ? t("you", { name }) : name;
  return (
    <li ref={box} className={isScreen ? "tile tile-screen" : "tile"} style={style} data-identity={participant.identity} data-source={source} data-person={isScreen ? undefined : personHue(participant.identity)} data-speaking={!isScreen && isSpeaking}>
      {hasPicture ? (
        <VideoTrack trackRef={trackRef} aria-label={isScreen ? words : t("pictureOf", { name })} className={isMirrored(trackRef) ? "mirror" : undefined} />
      ) : (
        <div className={isSmall ? "grid size-full place-items-center pb-6" : "grid size-full place-items-center"}>
          <Avatar identity={participant.identity} name={name} size={isSmall ? "md" : "xl"} />
        </div>
      )}
      {isUndecryptable && (
        // Above the picture, not in its place: only a picture that is fetched tells when it can be decrypted again.
        <div className="tile-closed">
          <Icon of={Lock} size={isSmall ? 16 : 24} />
          <p>{t("undecryptable")}</p>
        </div>
      )}
      <span className="tile-name">
        {isPinned && <Icon of={Pin} size={14} label={t("isPinned")} />}
        {!isScreen && isMuted && <Icon of={MicOff} size={14} label={t("isMuted")} className="text-danger" />}
        {!isScreen && <LineMark participant={participant} name={name} />}
        <bdi>{words}</bdi>
      </span>
      {!isScreen && hand !== null && (
        <span className="tile-hand" role="img" aria-label={t("hands.of", { name, place: hand })}>
          <Icon of={Hand} size={16} /> {hand}
        </span>
      )}
      {onPin && <TileMenu box={box} name={words} isPinned={isPinned} onPin={onPin} canFloat={hasPicture} />}
    </li>
  );
}
