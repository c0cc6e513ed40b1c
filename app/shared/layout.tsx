import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { setLocale } from "@/app/preferences";
import { NameMark } from "@/components/shell/name-mark";
import { LocaleChoice } from "@/components/shell/preferences";
import { SkipLink } from "@/components/shell/skip-link";

/** What a link opens is for whoever has the link, and for no search engine. */
export const metadata: Metadata = { robots: "noindex, nofollow", referrer: "no-referrer" };

/** Around what a share link opens: no navigation, since its readers may have no account. */
export default async function SharedLayout({ children }: { children: ReactNode }) {
  const [t, locale] = await Promise.all([getTranslations("shell"), getLocale()]);
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
      <SkipLink text={t("skip")} />
      <header className="flex items-center px-4 py-3 md:px-10">
        <Link href="/" aria-label={`Atrium: ${t("home")}`} className="rounded-control">
          <NameMark />
        </Link>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="flex px-4 py-4 md:px-10">
        <LocaleChoice locale={locale} label={t("language")} action={setLocale} />
      </footer>
    </div>
  );
}
