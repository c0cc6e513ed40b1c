import type { Choices } from "@/components/call/choices";

/** What the room and the product want of those who come in. */
export type EntranceRules = {
  /** From so many others on, people come in with the microphone off. */
  mutedFrom: number;
  startMuted: boolean;
  startCameraOff: boolean;
};

/** Why somebody came in with less than they had turned on at the door: the room's hosts want it so, or many are inside. */
export type QuietReason = "microphone" | "camera" | "both" | "many";

/** With what one comes in. Whoever comes back has chosen already, and hosts decide for themselves. */
export function choicesAtEntrance(wanted: Choices, { others, isFree, rules }: { others: number; isFree: boolean; rules: EntranceRules }): { choices: Choices; quiet: QuietReason | null } {
  if (isFree) return { choices: wanted, quiet: null };
  const isMany = others >= rules.mutedFrom;
  const noMicrophone = wanted.microphone && (rules.startMuted || isMany);
  const noCamera = wanted.camera && rules.startCameraOff;
  const choices = { ...wanted, microphone: wanted.microphone && !noMicrophone, camera: wanted.camera && !noCamera };
  if (noMicrophone && noCamera) return { choices, quiet: "both" };
  if (noMicrophone) return { choices, quiet: rules.startMuted ? "microphone" : "many" };
  return { choices, quiet: noCamera ? "camera" : null };
}
