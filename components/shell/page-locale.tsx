"use client";

import { createContext, use, type ReactNode } from "react";

const PageLocale = createContext("en-GB");

/** Tells the parts inside in what language the page speaks, as `en-GB`. */
export function PageLocaleScope({ locale, children }: { locale: string; children: ReactNode }) {
  return <PageLocale value={locale}>{children}</PageLocale>;
}

/** The page's language. What asks here, and not the server once more, costs a page nothing that does not show it. */
export function usePageLocale(): string {
  return use(PageLocale);
}
