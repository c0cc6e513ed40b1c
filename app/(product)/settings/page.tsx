import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { changeTakesDirectAction, saveProfileAction, saveRoomDefaultsAction } from "@/app/(product)/settings/actions";
import { cancelAddressAction } from "@/app/(product)/settings/address/actions";
import { signOut } from "@/app/sign-out";
import { AddressCard } from "@/components/account/address-card";
import { DirectSwitch, type DirectWords } from "@/components/account/direct-switch";
import { PictureForm, type PictureWords } from "@/components/account/picture-form";
import { ProfileForm } from "@/components/account/profile-form";
import { RoomDefaultsForm } from "@/components/account/room-defaults-form";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { mistakes } from "@/lib/accounts/contract";
import { getProfile } from "@/lib/accounts/profile";
import { locales } from "@/lib/core/locale";
import { load, requireSignedIn } from "@/lib/http/page";

const languageNames = { en: "English", de: "Deutsch", fr: "Français" } as const;
const pictureMistakes = { [mistakes.pictureUnreadable]: "pictureUnreadable", [mistakes.pictureLarge]: "pictureLarge", [mistakes.pictureSquare]: "pictureSquare" } as const;

/** Every zone that this platform knows, the one in force among them. */
function timeZonesWith(current: string): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), current])].sort();
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("settings.sections.profile") };
}

export default async function ProfilePage() {
  const actor = await requireSignedIn("/settings");
  const [t, own, common, rooms, texts, profile] = await Promise.all([
    getTranslations("account"), getTranslations("profile"), getTranslations("common"), getTranslations("rooms"), getMessages(), load("/settings", () => getProfile(actor)),
  ]);
  const saving = { save: common("save"), saved: t("settings.saved") };
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
      <div className="grid gap-6">
        <Card aria-labelledby="picture">
          <h2 id="picture" className="mb-4 text-lg">
            {own("picture.title")}
          </h2>
          <PictureForm person={profile} hasPicture={profile.picture !== null} mistakes={pictureMistakes} words={texts.profile.picture as PictureWords} />
        </Card>
        <Card aria-labelledby="about">
          <h2 id="about" className="mb-4 text-lg">
            {own("about")}
          </h2>
          <ProfileForm
            action={saveProfileAction}
            profile={profile}
            languages={locales.map((value) => ({ value, label: languageNames[value] }))}
            timeZones={timeZonesWith(profile.timeZone)}
            words={{
              name: t("name"), nameHint: t("nameHint"), language: t("settings.language"), timeZone: own("timeZone"), timeZoneHint: own("timeZoneHint"),
              useThisZone: texts.profile.useThisZone, otherZones: own("otherZones"), ...saving,
            }}
          />
        </Card>
        <Card aria-labelledby="direct">
          <h2 id="direct" className="mb-2 text-lg">
            {own("direct.title")}
          </h2>
          <DirectSwitch takes={profile.takesDirect} change={changeTakesDirectAction} words={texts.profile.direct as DirectWords} />
        </Card>
        <AddressCard email={profile.email} waiting={profile.addressChange} cancel={cancelAddressAction} />
        <Card aria-labelledby="room-defaults">
          <h2 id="room-defaults" className="text-lg">
            {own("roomDefaults")}
          </h2>
          <p className="mt-1 mb-4 text-ui text-muted">{own("roomDefaultsText")}</p>
          <RoomDefaultsForm
            action={saveRoomDefaultsAction}
            defaults={profile.roomDefaults}
            words={{
              access: rooms("access"), accessPublic: rooms("accessPublic"), accessAuthenticated: rooms("accessAuthenticated"), accessRestricted: rooms("accessRestricted"),
              listed: rooms("listed"), listedHint: rooms("listedHint"), ...saving,
            }}
          />
        </Card>
      </div>
    </Page>
  );
}
