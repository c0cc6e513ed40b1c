import { clsx } from "clsx";
import { KnownPicture } from "@/components/ui/known-picture";
import { initials, personHue } from "@/lib/core/hue";

const sizes = { sm: "size-7 text-xs", md: "size-9 text-ui", lg: "size-14 text-lg", xl: "size-24 text-2xl" } as const;

/**
 * A person: their colour with their initials, and over it their picture once it is known that they have one. Beside a
 * written name it is decoration; give `label` where the avatar stands alone.
 */
export function Avatar({
  identity,
  name,
  size = "md",
  label,
}: {
  /** `u<user id>` or `g<guest id>`: the colour comes from it. */
  identity: string;
  name: string;
  size?: keyof typeof sizes;
  label?: string;
}) {
  const shape = clsx("relative inline-grid shrink-0 place-items-center overflow-hidden rounded-full select-none", sizes[size]);
  const semantics = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    <span {...semantics} data-person={personHue(identity)} className={clsx(shape, "bg-person font-semibold text-on-person")}>
      {initials(name)}
      <KnownPicture identity={identity} isLarge={size === "xl"} />
    </span>
  );
}
