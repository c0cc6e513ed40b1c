import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import Link from "next/link";
import { changePasswordAction, mailPasswordLinkAction, removeAuthenticatorAction } from "@/app/(product)/settings/security/actions";
import { beginPasskeyAction, finishPasskeyAction, removePasskeyAction, renamePasskeyAction } from "@/app/(product)/settings/security/passkey-actions";
import { MailPasswordForm } from "@/components/account/mail-password-form";
import { PasswordForm } from "@/components/account/password-form";
import { AuthenticatorCard } from "@/components/account/security/authenticator-card";
import { PasskeysCard } from "@/components/account/security/passkeys-card";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { describeDevice } from "@/lib/accounts/device";
import { getSecurity } from "@/lib/accounts/security-queries";
import { env } from "@/lib/platform/env";
import { requireSignedIn } from "@/lib/http/page";
import { arePasskeysPossible } from "@/lib/platform/webauthn";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.sections.security") };
}

export default async function SecurityPage() {
  const actor = await requireSignedIn("/settings/security");
  const [t, security] = await Promise.all([getTranslations("account"), getSecurity(actor)]);
  const { browser, system } = describeDevice((await headers()).get("user-agent"));
  const suggestedName = browser && system ? t("settings.deviceOn", { browser, system }) : (browser ?? system ?? "");
  return (
    <Page>
      <PageHeader title={t("settings.sections.security")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Card aria-labelledby="password">
          <h2 id="password" className="text-lg">
            {t("password")}
          </h2>
          {security.hasPassword ? (
            <>
              <p className="mt-1 mb-4 text-ui text-muted">
                {t("settings.passwordText")}{" "}
                <Link href="/forgot" className="link">
                  {t("login.forgot")}
                </Link>
              </p>
              <PasswordForm
                action={changePasswordAction}
                words={{ current: t("settings.currentPassword"), next: t("newPassword"), hint: t("passwordHint"), submit: t("settings.changePassword"), saved: t("settings.passwordChanged"), eye: { show: t("show"), hide: t("hide") } }}
              />
            </>
          ) : (
            <>
              <p className="mt-1 mb-4 text-ui text-muted">{t.rich("settings.noPasswordText", { email: () => <bdi>{actor.email}</bdi> })}</p>
              <MailPasswordForm action={mailPasswordLinkAction} words={{ submit: t("settings.mailPassword"), sent: t("settings.mailPasswordSent") }} />
            </>
          )}
        </Card>
        <ClientMessages namespaces={["security"]}>
          <AuthenticatorCard security={security} isOrganisationOn={env().OIDC_ISSUER !== undefined} remove={removeAuthenticatorAction} />
          <PasskeysCard passkeys={security.passkeys} isPossible={arePasskeysPossible()} suggestedName={suggestedName} actions={{ begin: beginPasskeyAction, finish: finishPasskeyAction, rename: renamePasskeyAction, remove: removePasskeyAction }} />
        </ClientMessages>
      </div>
    </Page>
  );
}
