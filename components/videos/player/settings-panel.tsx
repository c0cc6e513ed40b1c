"use client";

import Settings from "@lucide/icons/icons/settings";
import { useTranslations } from "next-intl";
import { useId, useRef, useState, type ToggleEvent } from "react";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { place } from "@/components/ui/place";
import { captionGrounds, captionSizes } from "@/components/videos/player/caption-choice";
import styles from "@/components/videos/player/player.module.css";
import type { StreamState } from "@/components/videos/player/stream";
import type { CaptionsState } from "@/components/videos/player/use-captions";
import type { CaptionItem } from "@/lib/videos/contract";

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

type SettingsProps = {
  stream: StreamState;
  speed: number;
  offered: readonly CaptionItem[];
  captions: CaptionsState;
  onQuality: (index: number | null) => void;
  onSpeed: (speed: number) => void;
  onOpenChange: (isOpen: boolean) => void;
};

/** Quality, speed and captions. The browser's popover: above everything also in full screen, closed by Escape and a click beside. */
export function SettingsPanel({ stream, speed, offered, captions, onQuality, onSpeed, onOpenChange }: SettingsProps) {
  const t = useTranslations("player");
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const opened = event.newState === "open";
    const button = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
    if (opened && button && panel.current) place(button, panel.current, "top");
    setOpen(opened);
    onOpenChange(opened);
  };
  const playing = stream.levels.find((level) => level.index === stream.playing)?.name;
  const auto = stream.chosen === null && playing ? t("autoNow", { name: playing }) : t("auto");

  return (
    <>
      <IconButton label={t("settings")} popoverTarget={id} aria-expanded={isOpen} icon={<Icon of={Settings} size={20} />} />
      <div ref={panel} id={id} popover="auto" role="group" aria-label={t("settings")} className={`${styles.panel} floating`} onToggle={onToggle}>
        {stream.levels.length > 0 && (
          <Choices
            legend={t("quality")}
            name={`${id}-quality`}
            options={[{ value: null, text: auto }, ...stream.levels.map((level) => ({ value: level.index, text: level.name }))]}
            chosen={stream.chosen}
            onChoose={onQuality}
          />
        )}
        <Choices legend={t("speed")} name={`${id}-speed`} options={speeds.map((value) => ({ value, text: t("times", { value }) }))} chosen={speed} onChoose={onSpeed} />
        {offered.length > 0 && <CaptionChoices name={id} offered={offered} captions={captions} />}
      </div>
    </>
  );
}

/** Which captions, and how they look; the look shows only while there are some. */
function CaptionChoices({ name, offered, captions: { chosen, choice, choose, style } }: { name: string; offered: readonly CaptionItem[]; captions: CaptionsState }) {
  const t = useTranslations("player");
  return (
    <>
      <Choices
        legend={t("captions")}
        name={`${name}-captions`}
        options={[{ value: null, text: t("off") }, ...offered.map(({ id, label }) => ({ value: id, text: label }))]}
        chosen={chosen?.id ?? null}
        onChoose={(id) => choose(offered.find((each) => each.id === id) ?? null)}
      />
      {chosen && (
        <>
          <Choices legend={t("captionSize")} name={`${name}-size`} options={captionSizes.map((value) => ({ value, text: t(`captionSizes.${value}`) }))} chosen={choice.size} onChoose={(size) => style({ size })} />
          <Choices legend={t("captionGround")} name={`${name}-ground`} options={captionGrounds.map((value) => ({ value, text: t(`captionGrounds.${value}`) }))} chosen={choice.ground} onChoose={(ground) => style({ ground })} />
        </>
      )}
    </>
  );
}

type ChoicesProps<T> = { legend: string; name: string; options: { value: T; text: string }[]; chosen: T; onChoose: (value: T) => void };

function Choices<T>({ legend, name, options, chosen, onChoose }: ChoicesProps<T>) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      <div className={styles.choices}>
        {options.map((option) => (
          <label key={String(option.value)}>
            <input type="radio" name={name} checked={option.value === chosen} onChange={() => onChoose(option.value)} />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
