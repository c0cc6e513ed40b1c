import { clsx } from "clsx";
import { initials, personHue } from "@/lib/core/hue";

const sizes = { sm: "size-7 text-xs", md: "size-9 text-ui", lg: "size-14 text-lg", xl: "size-24 text-2xl" } as const;

/**
 * A person: their colour with their initials, or their picture. Beside a written name it is decoration; give `label`
 * where the avatar stands alone.
 */
export function Avatar({
  identity,
  name,
  picture,
  size = "md",
  label,
}: {
  /** `u<user id>` or `g<guest id>`: the colour comes from it. */
  identity: string;
  name: string;
  picture?: string | null;
  size?: keyof typeof sizes;
  label?: string;
}) {
  const shape = clsx("inline-grid shrink-0 place-items-center overflow-hidden rounded-full select-none", sizes[size]);
  const semantics = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  if (picture) {
    return (
      <span {...semantics} className={shape}>
        {/* eslint-disable-next-line @next/next/no-img-element -- already small, and served behind our session check */}
        <img src={picture} alt="" className="size-full object-cover" />
      </span>
    );
  }
  return (
    <span {...semantics} data-person={personHue(identity)} className={clsx(shape, "bg-person font-semibold text-on-person")}>
      {initials(name)}
    </span>
  );
}
