/** Where everything for effects is served from. The end changes whenever one of the files does: a browser keeps them for good. */
export const effectsPath = "/effects/0.10.14-1.0.0-1";

/** Pictures to sit in front of, in the order in which they are offered. */
export const backgroundPictures = ["atrium", "study", "hills", "dusk", "paper"] as const;
export type BackgroundPicture = (typeof backgroundPictures)[number];

/** Every picture behind a person has this shape. */
export const backgroundShape = { width: 1280, height: 720 } as const;

/** The widths in which they exist: to choose from, and to be sent. */
export const backgroundWidths = { small: 320, full: backgroundShape.width } as const;

export function backgroundPicturePath(name: BackgroundPicture, size: keyof typeof backgroundWidths): string {
  return `${effectsPath}/pictures/${name}-${backgroundWidths[size]}.webp`;
}
