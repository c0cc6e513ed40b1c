import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("closed.title"), robots: "noindex" };
}

/** Where a person is led who has just closed their account. */
export default async function ClosedPage() {
  const t = await getTranslations("profile");
  return (
    <>
      <h1 className="text-xl">{t("closed.title")}</h1>
      <p className="mt-2 mb-6 text-muted">{t("closed.text")}</p>
      <ButtonLink href="/login">{t("closed.signIn")}</ButtonLink>
    </>
  );
}
