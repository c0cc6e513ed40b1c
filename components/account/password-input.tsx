"use client";

import Eye from "@lucide/icons/icons/eye";
import EyeOff from "@lucide/icons/icons/eye-off";
import { useState, type ComponentProps } from "react";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

export type PasswordWords = { show: string; hide: string };

/** A password that its writer may look at. Without scripts there is no eye, and the field works as ever. */
export function PasswordInput({ words, ...rest }: ComponentProps<"input"> & { words: PasswordWords }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...rest} type={isShown ? "text" : "password"} autoCapitalize="none" spellCheck={false} className="pr-12" />
      <button
        type="button"
        aria-label={isShown ? words.hide : words.show}
        title={isShown ? words.hide : words.show}
        onClick={() => setShown(!isShown)}
        className="target absolute inset-y-0 right-0 grid w-11 place-content-center rounded-control text-muted hover:text-ink [@media(scripting:none)]:hidden"
      >
        <Icon of={isShown ? EyeOff : Eye} size={18} strokeWidth={1.75} />
      </button>
    </div>
  );
}
