import { getTranslations } from "next-intl/server";
import { BlankPage } from "@/components/shell/blank-page";
import { ButtonLink } from "@/components/ui/button-link";

/** A part of the administration that is for administrators, to a moderator who came to it. The rest stays in reach. */
export default async function AdminForbidden() {
  const t = await getTranslations("errors");
  return (
    <>
      <title>{t("forbiddenTitle")}</title>
      <BlankPage title={t("forbiddenTitle")} text={t("forbiddenAdmin")}>
        <ButtonLink href="/admin" look="primary">
          {t("toAdmin")}
        </ButtonLink>
      </BlankPage>
    </>
  );
}
