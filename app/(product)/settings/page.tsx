import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveProfileAction } from "@/app/(product)/settings/actions";
import { signOut } from "@/app/sign-out";
import { ProfileForm } from "@/components/account/profile-form";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { locales } from "@/lib/core/locale";
import { requireSignedIn } from "@/lib/http/page";

const languageNames = { en: "English", de: "Deutsch", fr: "Français" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.sections.profile") };
}

export default async function ProfilePage() {
  const actor = await requireSignedIn("/settings");
  const [t, common] = await Promise.all([getTranslations("account"), getTranslations("common")]);
  return (
    <Page>
      <PageHeader
        title={t("settings.sections.profile")}
        action={
          <form action={signOut}>
            <Button type="submit">{t("settings.signOut")}</Button>
          </form>
        }
      />
      <Card>
        <ProfileForm
          action={saveProfileAction}
          profile={{ name: actor.name, email: actor.email, locale: actor.locale }}
          languages={locales.map((value) => ({ value, label: languageNames[value] }))}
          words={{ name: t("name"), nameHint: t("nameHint"), email: t("email"), language: t("settings.language"), save: common("save"), saved: t("settings.saved") }}
        />
      </Card>
    </Page>
  );
}
