"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";

/** New recovery codes, the only time that they are shown. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useTranslations("security.codes");
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  const copy = () => copyText(text, { copied: t("copied"), failed: t("copyFailed") });
  return (
    <div className="grid max-w-text gap-4">
      <div className="grid gap-1.5">
        <h2 ref={title} tabIndex={-1} className="text-lg outline-none">
          {t("title")}
        </h2>
        <p className="text-muted">{t("text")}</p>
      </div>
      <ul className="grid gap-x-6 gap-y-2 rounded-card border border-hairline bg-sunken p-4 font-mono text-base sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button className="[@media(scripting:none)]:hidden" onClick={() => void copy()}>
          {t("copy")}
        </Button>
        <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download={t("fileName")} className={buttonClass("quiet")}>
          {t("download")}
        </a>
        {/* A whole new page: no state that holds the codes stays behind. */}
        <a href="/settings/security" className={buttonClass("primary")}>
          {t("done")}
        </a>
      </div>
    </div>
  );
}
