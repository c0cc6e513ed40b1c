import { getTranslations } from "next-intl/server";
import { BlankPage } from "@/components/shell/blank-page";
import { ButtonLink } from "@/components/ui/button-link";

export default async function Forbidden() {
  const t = await getTranslations("errors");
  return (
    <main>
      <title>{t("forbiddenTitle")}</title>
      <BlankPage title={t("forbiddenTitle")} text={t("forbiddenText")}>
        <ButtonLink href="/" look="primary">
          {t("home")}
        </ButtonLink>
      </BlankPage>
    </main>
  );
}
