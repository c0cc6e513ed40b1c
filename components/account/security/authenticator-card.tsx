import { useFormatter, useTranslations } from "next-intl";
import { AskedAction } from "@/components/account/security/asked-action";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { SecurityOverview } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";

/** The app that shows codes: set up, or switched off, and how many recovery codes are left. */
export function AuthenticatorCard({ security, isOrganisationOn, remove }: { security: SecurityOverview; isOrganisationOn: boolean; remove: () => Promise<Result> }) {
  const t = useTranslations("security.authenticator");
  const format = useFormatter();
  const { authenticatorSince: since, recoveryCodesLeft } = security;
  return (
    <Card aria-labelledby="authenticator">
      <h2 id="authenticator" className="text-lg">
        {t("title")}
      </h2>
      <div className="mt-1 mb-4 grid max-w-text gap-1 text-ui text-muted">
        <p>{since ? t("since", { date: format.dateTime(since, { dateStyle: "long" }) }) : t("off")}</p>
        {since && <p className={recoveryCodesLeft < 3 ? "font-medium text-danger" : undefined}>{t("codesLeft", { count: recoveryCodesLeft })}</p>}
        {isOrganisationOn && <p>{t("organisation")}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {since ? (
          <>
            <ButtonLink href="/settings/security/recovery-codes">{t("newCodes")}</ButtonLink>
            <AskedAction action={remove} words={{ open: t("remove"), title: t("removeTitle"), text: t("removeText"), confirm: t("remove"), done: t("removed") }} />
          </>
        ) : (
          <ButtonLink href="/settings/security/authenticator">{t("setUp")}</ButtonLink>
        )}
      </div>
    </Card>
  );
}
