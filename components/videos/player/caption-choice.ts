import type { CaptionItem } from "@/lib/videos/contract";

export const captionSizes = ["small", "normal", "large"] as const;
export const captionGrounds = ["dark", "light", "none"] as const;

/** How captions are shown in this browser, in every video. `language`: what was chosen last; null: none; undefined: never chosen. */
export type CaptionChoice = { language?: string | null; size: (typeof captionSizes)[number]; ground: (typeof captionGrounds)[number] };

export const firstChoice: CaptionChoice = { size: "normal", ground: "dark" };

/** What was kept, as far as it can be read. */
export function readChoice(kept: string | null): CaptionChoice {
  try {
    const { language, size, ground } = JSON.parse(kept ?? "{}") as Partial<Record<keyof CaptionChoice, unknown>>;
    return {
      ...(typeof language === "string" || language === null ? { language } : {}),
      size: captionSizes.find((each) => each === size) ?? firstChoice.size,
      ground: captionGrounds.find((each) => each === ground) ?? firstChoice.ground,
    };
  } catch {
    return firstChoice;
  }
}

/** The captions to begin with: those in the language chosen last; who never chose sees what the video's owner shows from the start. */
export function captionFor(captions: readonly CaptionItem[], { language }: CaptionChoice): CaptionItem | null {
  if (language === null) return null;
  if (language === undefined) return captions.find((each) => each.default) ?? null;
  return captions.find((each) => each.language === language) ?? captions.find((each) => each.language.split("-")[0] === language.split("-")[0]) ?? null;
}
