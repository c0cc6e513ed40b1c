import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { createRoomAction } from "@/app/(product)/rooms/new/actions";
import { RoomForm } from "@/components/rooms/room-form";
import type { RoomTexts } from "@/components/rooms/texts";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { getProfile } from "@/lib/accounts/profile";
import { slugPattern } from "@/lib/core/slug";
import { requireSignedIn } from "@/lib/http/page";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms"))("new") };
}

export default async function NewRoomPage({ searchParams }: Props) {
  const { slug } = await searchParams;
  const wished = typeof slug === "string" && slugPattern.test(slug) ? slug.slice(0, 80) : "";
  const actor = await requireSignedIn(`/rooms/new${wished && `?slug=${wished}`}`);
  const [t, common, texts, { roomDefaults }] = await Promise.all([getTranslations("rooms"), getTranslations("common"), getMessages(), getProfile(actor)]);
  return (
    <Page>
      <PageHeader title={t("new")} text={t("text")} />
      <RoomForm action={createRoomAction} slug={wished} defaults={roomDefaults} optional={common("optional")} texts={texts.rooms as RoomTexts} />
    </Page>
  );
}
