"use client";

import Ban from "@lucide/icons/icons/ban";
import Droplet from "@lucide/icons/icons/droplet";
import Droplets from "@lucide/icons/icons/droplets";
import { useTranslations } from "next-intl";
import { useId, type ReactNode } from "react";
import type { Background } from "@/components/call/effects/kinds";
import { Icon } from "@/components/ui/icon";
import { backgroundPicturePath, backgroundPictures } from "@/lib/core/effects";

const icons = { none: Ban, "blur-light": Droplet, "blur-strong": Droplets } as const;

type PickerProps = { value: Background; disabled?: boolean; onChange: (background: Background) => void; children?: (name: string) => ReactNode };

/** What stands behind oneself. One of them is always chosen; children are further tiles, of the group with this name. */
export function BackgroundPicker({ value, disabled, onChange, children }: PickerProps) {
  const t = useTranslations("effects");
  const name = useId();
  const choiceOf = (background: Background) => ({ name, background, isChosen: value === background, disabled, onChange });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-ui font-medium">{t("background")}</legend>
      <div className="backgrounds">
        {(["none", "blur-light", "blur-strong"] as const).map((each) => (
          <BackgroundTile key={each} {...choiceOf(each)} label={t(`look.${each}`)}>
            <Icon of={icons[each]} size={20} />
            <span>{t(`look.${each}`)}</span>
          </BackgroundTile>
        ))}
        {backgroundPictures.map((each) => (
          <BackgroundTile key={each} {...choiceOf(each)} label={t(`look.${each}`)} picture={backgroundPicturePath(each, "small")} />
        ))}
        {children?.(name)}
      </div>
    </fieldset>
  );
}

type TileProps = { name: string; background: Background; label: string; isChosen: boolean; disabled?: boolean; picture?: string; onChange: (background: Background) => void; children?: ReactNode };

/** One background to choose: its picture, or what stands for it. */
export function BackgroundTile({ name, background, label, isChosen, disabled, picture, onChange, children }: TileProps) {
  return (
    <label className="background-tile" title={label} style={picture ? { backgroundImage: `url("${picture}")` } : undefined}>
      <input type="radio" name={name} value={background} checked={isChosen} disabled={disabled} aria-label={label} className="sr-only" onChange={() => onChange(background)} />
      {children}
    </label>
  );
}
