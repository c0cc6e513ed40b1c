import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { beginAuthenticatorAction, cancelAuthenticatorAction, confirmAuthenticatorAction } from "@/app/(product)/settings/security/actions";
import { AuthenticatorForm } from "@/components/account/security/authenticator-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { QrCode } from "@/components/ui/qr-code";
import { SubmitButton } from "@/components/ui/submit-button";
import { getPendingAuthenticator, getSecurity } from "@/lib/accounts/security-queries";
import { load, requireProven } from "@/lib/http/page";

const address = "/settings/security/authenticator";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.setup"))("title") };
}

export default async function AuthenticatorPage() {
  const actor = await requireProven(address);
  const [t, security, pending] = await Promise.all([getTranslations("security.setup"), getSecurity(actor), load(address, () => getPendingAuthenticator(actor))]);
  if (security.authenticatorSince) redirect("/settings/security");
  return (
    <Page>
      <PageHeader title={t("title")} text={pending ? undefined : t("intro")} />
      {pending ? (
        <Card>
          <ClientMessages namespaces={["security"]}>
            <AuthenticatorForm action={confirmAuthenticatorAction}>
              <div className="grid gap-6 sm:grid-cols-[auto_minmax(0,1fr)]">
                <QrCode text={pending.address} label={t("qr")} className="size-52 rounded-card border border-hairline" />
                <div className="grid content-start gap-3">
                  <h2 className="text-lg">{t("scan")}</h2>
                  <p className="text-ui text-muted">{t("scanText")}</p>
                  <dl>
                    <dt className="text-sm text-muted">{t("secret")}</dt>
                    <dd className="font-mono text-base select-all">{pending.secret.match(/.{1,4}/g)?.join(" ")}</dd>
                  </dl>
                </div>
              </div>
            </AuthenticatorForm>
          </ClientMessages>
        </Card>
      ) : (
        <form action={beginAuthenticatorAction}>
          <SubmitButton>{t("begin")}</SubmitButton>
        </form>
      )}
      <form action={cancelAuthenticatorAction} className="mt-4">
        <SubmitButton look="plain">{t("back")}</SubmitButton>
      </form>
    </Page>
  );
}
