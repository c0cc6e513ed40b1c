import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { changePasswordAction, endOtherSessionsAction, endSessionAction, saveProfileAction } from "@/app/(product)/settings/actions";
import { signOut } from "@/app/sign-out";
import { PasswordForm } from "@/components/account/password-form";
import { ProfileForm } from "@/components/account/profile-form";
import { SessionTable } from "@/components/account/session-table";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { locales } from "@/lib/core/locale";
import { listSessions } from "@/lib/accounts/queries";
import { load, requireSignedIn } from "@/lib/http/page";

const languageNames = { en: "English", de: "Deutsch", fr: "Français" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.title") };
}

export default async function SettingsPage() {
  const actor = await requireSignedIn("/settings");
  const [t, common, sessions] = await Promise.all([getTranslations("account"), getTranslations("common"), load("/settings", () => listSessions(actor))]);
  return (
    <Page>
      <PageHeader
        title={t("settings.title")}
        action={
          <form action={signOut}>
            <Button type="submit">{t("settings.signOut")}</Button>
          </form>
        }
      />
      <div className="grid gap-6">
        <Card aria-labelledby="profile">
          <h2 id="profile" className="mb-4 text-lg">
            {t("settings.profile")}
          </h2>
          <ProfileForm
            action={saveProfileAction}
            profile={{ name: actor.name, email: actor.email, locale: actor.locale }}
            languages={locales.map((value) => ({ value, label: languageNames[value] }))}
            words={{ name: t("name"), nameHint: t("nameHint"), email: t("email"), language: t("settings.language"), save: common("save"), saved: t("settings.saved") }}
          />
        </Card>
        <Card aria-labelledby="password">
          <h2 id="password" className="text-lg">
            {t("password")}
          </h2>
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
        </Card>
        <Card aria-labelledby="devices">
          <h2 id="devices" className="text-lg">
            {t("settings.sessions")}
          </h2>
          <p className="mt-1 mb-4 text-ui text-muted">{t("settings.sessionsText")}</p>
          <SessionTable sessions={sessions} end={endSessionAction} />
          {sessions.length > 1 && (
            <form action={endOtherSessionsAction} className="mt-4">
              <Button type="submit">{t("settings.endOthers")}</Button>
            </form>
          )}
        </Card>
      </div>
    </Page>
  );
}
