"use client";

import Volume1 from "@lucide/icons/icons/volume-1";
import Volume2 from "@lucide/icons/icons/volume-2";
import VolumeX from "@lucide/icons/icons/volume-x";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import styles from "@/components/videos/player/player.module.css";

/** Mute and loudness. What is heard is drawn: muted is zero. */
export function Volume({ volume, muted, onMute, onVolume }: { volume: number; muted: boolean; onMute: () => void; onVolume: (volume: number) => void }) {
  const t = useTranslations("player");
  const heard = muted ? 0 : volume;
  const icon = heard === 0 ? VolumeX : heard < 0.5 ? Volume1 : Volume2;
  return (
    <div className={styles.volume}>
      <IconButton label={muted ? t("unmute") : t("mute")} aria-keyshortcuts="m" icon={<Icon of={icon} size={20} />} onClick={onMute} />
      <div className={styles.bar}>
        <div aria-hidden="true" className={styles.track}>
          <span className={styles.played} style={{ transform: `scaleX(${heard})` }} />
        </div>
        <input
          type="range"
          aria-label={t("volume")}
          aria-valuetext={t("percent", { value: heard })}
          min={0}
          max={1}
          step={0.05}
          value={heard}
          onChange={(event) => onVolume(event.target.valueAsNumber)}
        />
      </div>
    </div>
  );
}
