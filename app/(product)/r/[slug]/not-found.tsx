import { getMessages, getTranslations } from "next-intl/server";
import { CreateAtAddress } from "@/components/rooms/create-at-address";
import type { RoomTexts } from "@/components/rooms/texts";
import { BlankPage } from "@/components/shell/blank-page";
import { ButtonLink } from "@/components/ui/button-link";

export default async function UnknownRoom() {
  const t = await getTranslations("rooms");
  const texts = (await getMessages()).rooms as RoomTexts;
  return (
    <>
      <title>{t("unknownTitle")}</title>
      <BlankPage title={t("unknownTitle")} text={t("unknownText")}>
        <div className="flex flex-wrap justify-center gap-3">
          <CreateAtAddress text={texts.unknownCreate} />
          <ButtonLink href="/rooms">{t("toRooms")}</ButtonLink>
        </div>
      </BlankPage>
    </>
  );
}
