import { useTranslations } from "next-intl";
import { BlankPage } from "@/components/shell/blank-page";
import { ButtonLink } from "@/components/ui/button-link";

/** Not there, or not for this person: the two look the same on purpose. */
export function NotFoundPage() {
  const t = useTranslations("errors");
  return (
    <>
      <title>{t("notFoundTitle")}</title>
      <BlankPage title={t("notFoundTitle")} text={t("notFoundText")}>
        <ButtonLink href="/" look="primary">
          {t("home")}
        </ButtonLink>
      </BlankPage>
    </>
  );
}
