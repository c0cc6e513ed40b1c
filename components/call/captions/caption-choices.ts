export const captionSizes = ["small", "medium", "large"] as const;
export const captionPlaces = ["bottom", "top"] as const;
/** How a person reads along; kept in this browser. `language` is the one they speak, as a BCP 47 tag; empty for the browser's. */
export type CaptionChoices = { on: boolean; size: (typeof captionSizes)[number]; place: (typeof captionPlaces)[number]; language: string };

const storageKey = "atrium.call.captions";

/** What was chosen before; off where nothing was. */
export function readCaptionChoices(): CaptionChoices {
  let kept: Record<string, unknown> = {};
  try {
    kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
  } catch {
    // Closed or broken: as at the first visit.
  }
  return {
    on: kept.on === true,
    size: captionSizes.find((each) => each === kept.size) ?? "medium",
    place: captionPlaces.find((each) => each === kept.place) ?? "bottom",
    language: typeof kept.language === "string" && /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(kept.language) ? kept.language : "",
  };
}

/** Keeps them; where storage is closed they hold for this visit. */
export function keepCaptionChoices(choices: CaptionChoices): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(choices));
  } catch {
    // They hold for this visit.
  }
}
