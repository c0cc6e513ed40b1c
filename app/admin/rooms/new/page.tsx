import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { createRoomForAction } from "@/app/admin/rooms/new/actions";
import { ChooseOwner } from "@/components/admin/choose-owner";
import { RoomForm } from "@/components/rooms/room-form";
import type { RoomTexts } from "@/components/rooms/texts";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPerson, listPeople } from "@/lib/accounts/people";
import { isAdmin } from "@/lib/authz/actor";
import { parseId } from "@/lib/core/ids";
import { load, requireModerator } from "@/lib/http/page";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const address = "/admin/rooms/new";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roomsAdmin"))("newFor.title") };
}

/** A room for somebody: first who, then what. */
export default async function AdminNewRoomPage({ searchParams }: Props) {
  const actor = await requireModerator(address);
  const { owner, text } = await searchParams;
  const ownerId = typeof owner === "string" ? parseId(owner) : null;
  const t = await getTranslations("roomsAdmin");
  if (ownerId === null) {
    const asked = typeof text === "string" ? text.slice(0, 200) : "";
    const { items } = asked.trim() === "" ? { items: null } : await load(address, () => listPeople(actor, { text: asked, state: "active", limit: 20 }));
    return (
      <Page>
        <PageHeader title={t("newFor.title")} text={t("newFor.text")} />
        <ChooseOwner text={asked} found={items} searchesAddresses={isAdmin(actor)} />
      </Page>
    );
  }
  const [common, messages, person] = await Promise.all([getTranslations("common"), getMessages(), load(address, () => getPerson(actor, ownerId))]);
  return (
    <Page>
      <PageHeader title={t("newFor.for", { name: person.name })} text={t("newFor.ownerText")} action={<ButtonLink href={address}>{t("newFor.other")}</ButtonLink>} />
      <RoomForm action={createRoomForAction} owner={person.id} slug="" defaults={{}} optional={common("optional")} texts={messages.rooms as RoomTexts} />
    </Page>
  );
}
