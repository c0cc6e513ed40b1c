import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NameMark } from "@/components/shell/name-mark";
import { LocaleChoice, type PreferenceActions } from "@/components/shell/preferences";
import { SkipLink } from "@/components/shell/skip-link";

/** One calm card in the middle of an atrium seen from above: sign-in, waiting, a door that is not open yet. */
export function CourtCard({ setLocale, children }: { setLocale: PreferenceActions["setLocale"]; children: ReactNode }) {
  const t = useTranslations("shell");
  const locale = useLocale();
  return (
    <div className="atrium">
      <SkipLink text={t("skip")} />
      <header className="atrium-head">
        <Link href="/" aria-label={`Atrium: ${t("home")}`} className="rounded-control">
          <NameMark />
        </Link>
      </header>
      <main id="content" tabIndex={-1} className="atrium-court">
        {children}
      </main>
      <footer className="atrium-foot">
        <LocaleChoice locale={locale} label={t("language")} action={setLocale} />
      </footer>
      <div aria-hidden="true" className="roof roof-nw" />
      <div aria-hidden="true" className="roof roof-ne" />
      <div aria-hidden="true" className="roof roof-sw" />
      <div aria-hidden="true" className="roof roof-se" />
      <div aria-hidden="true" className="roof roof-w" />
      <div aria-hidden="true" className="roof roof-e" />
    </div>
  );
}
