"use client";

import { useSyncExternalStore } from "react";
import { BlankPage } from "@/components/shell/blank-page";
import { Button } from "@/components/ui/button";
import { isLocale, negotiateLocale, type Locale } from "@/lib/core/locale";
import de from "@/messages/de/broken.json";
import en from "@/messages/en/broken.json";
import fr from "@/messages/fr/broken.json";

/** These come with the code of every page: whatever provides texts may be what broke. */
const texts = { en, de, fr };

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
  const t = texts[useBrokenLocale()];
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
