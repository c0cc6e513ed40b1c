import type { Metadata, Viewport } from "next";
import { getLocale } from "next-intl/server";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { fontClass } from "@/app/fonts";
import { PageLocaleScope } from "@/components/shell/page-locale";
import { currentTheme } from "@/lib/http/theme";
import "@/app/globals.css";

export const metadata: Metadata = {
  title: { default: "Atrium", template: "%s · Atrium" },
  description: "One place where a group meets, talks and watches.",
  referrer: "same-origin",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The page colours of app/globals.css; browsers want them spelt out.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f4f1" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1015" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page that was rendered beforehand has no nonce, and its scripts would be refused.
  await connection();
  const [locale, theme] = await Promise.all([getLocale(), currentTheme()]);
  return (
    <html lang={locale} data-theme={theme === "system" ? undefined : theme} className={fontClass}>
      <body>
        <PageLocaleScope locale={locale}>{children}</PageLocaleScope>
      </body>
    </html>
  );
}
