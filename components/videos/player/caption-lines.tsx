import styles from "@/components/videos/player/player.module.css";
import type { CaptionsState } from "@/components/videos/player/use-captions";

/** What is said now, above the controls while those are there. */
export function CaptionLines({ captions: { lines, choice, chosen }, raised }: { captions: CaptionsState; /** Where the controls never go. */ raised?: boolean }) {
  if (lines.length === 0 || !chosen) return null;
  return (
    <div className={styles.captions} data-size={choice.size} data-ground={choice.ground} data-raised={raised} lang={chosen.language} dir="auto">
      {lines.map((line, index) => (
        <p key={index}>
          <span>{line}</span>
        </p>
      ))}
    </div>
  );
}
