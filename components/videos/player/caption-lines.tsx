import styles from "@/components/videos/player/player.module.css";
import type { CaptionsState } from "@/components/videos/player/use-captions";

/** What is said now, above the controls while those are there. */
export function CaptionLines({ captions: { lines, choice, chosen } }: { captions: CaptionsState }) {
  if (lines.length === 0 || !chosen) return null;
  return (
    <div className={styles.captions} data-size={choice.size} data-ground={choice.ground} lang={chosen.language} dir="auto">
      {lines.map((line, index) => (
        <p key={index}>
          <span>{line}</span>
        </p>
      ))}
    </div>
  );
}
