"use client";

import ImagePlus from "@lucide/icons/icons/image-plus";
import Trash2 from "@lucide/icons/icons/trash";
import { useTranslations } from "next-intl";
import { useRef, useState, type ChangeEvent } from "react";
import { BackgroundTile } from "@/components/call/effects/background-picker";
import { ownBackgroundPath, ownPicturePath, type Background } from "@/components/call/effects/kinds";
import { useEffectsOffer } from "@/components/call/effects/offer";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

type Wrong = "tooLarge" | "unreadable" | "limited" | "other";
const wrongOf: Record<number, Wrong> = { 400: "unreadable", 413: "tooLarge", 415: "unreadable", 429: "limited" };
/** Told before anything is sent; the server measures again. */
const mostBytes = 2 * 1024 ** 2;

/** Asks the server for it. @returns what went wrong, null for nothing */
async function send(method: "PUT" | "DELETE", file?: File): Promise<Wrong | null> {
  if (file && file.size > mostBytes) return "tooLarge";
  try {
    const answer = await fetch(ownBackgroundPath, { method, ...(file ? { body: file, headers: { "content-type": file.type || "application/octet-stream" } } : {}) });
    return answer.ok ? null : (wrongOf[answer.status] ?? "other");
  } catch {
    return "other";
  }
}

type OwnProps = { name: string; value: Background; disabled?: boolean; onChange: (background: Background) => void };

/** The tile of one's own picture, and the way to choose, replace and remove it. Only for those with an account. */
export function OwnBackground({ name, value, disabled, onChange }: OwnProps) {
  const t = useTranslations("effects");
  const { own, setOwn } = useEffectsOffer();
  const input = useRef<HTMLInputElement>(null);
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<"busy" | Wrong | null>(null);
  if (own === null) return null;
  const run = async (method: "PUT" | "DELETE", file?: File) => {
    setState("busy");
    const wrong = await send(method, file);
    setState(wrong);
    if (wrong) return;
    setOwn(method === "PUT");
    setVersion((before) => before + 1);
    if (method === "PUT") onChange("own");
    else if (value === "own") onChange("blur-strong");
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) void run("PUT", file);
  };
  return (
    <>
      {own && (
        <span className="relative grid">
          <BackgroundTile name={name} background="own" label={t("look.own")} isChosen={value === "own"} disabled={disabled} picture={ownPicturePath(version)} onChange={onChange} />
          <IconButton label={t("own.remove")} icon={<Icon of={Trash2} size={16} />} className="background-remove" disabled={disabled || state === "busy"} onClick={() => void run("DELETE")} />
        </span>
      )}
      <button type="button" className="background-tile" disabled={disabled || state === "busy"} onClick={() => input.current?.click()}>
        <Icon of={ImagePlus} size={20} />
        <span>{t(own ? "own.replace" : "own.add")}</span>
      </button>
      <input ref={input} type="file" accept="image/jpeg,image/png,image/webp,image/gif" aria-label={t("own.add")} className="hidden" onChange={choose} />
      <p role="status" className={state && state !== "busy" ? "col-span-full text-ui text-danger" : "col-span-full text-ui text-muted empty:hidden"}>
        {state && t(state === "busy" ? "own.busy" : `own.wrong.${state}`)}
      </p>
    </>
  );
}
