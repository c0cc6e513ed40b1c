"use client";

import { useSyncExternalStore } from "react";
import { BlankPage } from "@/components/shell/blank-page";
import { errorTexts } from "@/components/shell/error-texts";
import { Button } from "@/components/ui/button";
import { isLocale, negotiateLocale, type Locale } from "@/lib/core/locale";

/** The page's language; when the root layout itself broke there is none, and the browser's order decides. */
function readLocale(): Locale {
  const lang = document.documentElement.lang.split("-")[0];
  return isLocale(lang) ? lang : negotiateLocale(navigator.languages.join());
}

/** The language in which to say that something broke. */
export function useBrokenLocale(): Locale {
  return useSyncExternalStore<Locale>(() => () => {}, readLocale, () => "en");
}

/** What an error boundary shows, with the page's title. */
export function BrokenPage({ error, retry }: { error: unknown; retry: () => void }) {
  const t = errorTexts(useBrokenLocale());
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  return (
    <>
      <title>{t.brokenTitle}</title>
      <BlankPage title={t.brokenTitle} text={`${t.brokenKept} ${t.brokenTodo}`}>
        <Button look="primary" onClick={retry}>
          {t.retry}
        </Button>
        {digest && (
          <p className="text-xs text-muted">
            {t.reference} <code className="font-mono text-ink select-all">{digest}</code>
          </p>
        )}
      </BlankPage>
    </>
  );
}
