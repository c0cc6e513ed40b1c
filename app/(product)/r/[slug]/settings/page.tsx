import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { RoomPartPage } from "@/app/(product)/r/[slug]/part";
import { roomOf } from "@/app/(product)/r/[slug]/room-of";
import { ExportRoom } from "@/components/rooms/export-room";
import { DeleteRoom } from "@/components/rooms/delete-room";
import { RoomIdentityForm } from "@/components/rooms/room-identity-form";
import { RoomSwitches } from "@/components/rooms/room-switches";
import { regionalLocale } from "@/lib/core/locale";
import { readKeptAtMostDays } from "@/lib/recordings/queries/use";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const room = await roomOf((await params).slug);
  return room ? { title: room.name, robots: "noindex" } : {};
}

export default async function RoomSettingsPage({ params }: Props) {
  const [{ slug }, locale] = await Promise.all([params, getLocale()]);
  return (
    <RoomPartPage slug={slug} current="settings">
      {({ room, texts, hostTexts, inCall }) => (
        <div className="grid max-w-text gap-10">
          <RoomIdentityForm key={`${room.name}/${room.slug}`} room={{ id: room.id, name: room.name, slug: room.slug }} texts={texts} hostTexts={hostTexts} />
          <RoomSwitches id={room.id} facts={{ access_level: room.accessLevel, listed: room.listed, configuration: room.configuration }} texts={texts} hostTexts={hostTexts} locale={regionalLocale(locale)} keptAtMostDays={readKeptAtMostDays()} />
          {room.can.export && <ExportRoom roomId={room.id} texts={hostTexts} />}
          {room.can.delete && <DeleteRoom room={{ id: room.id, name: room.name, slug: room.slug }} inCall={inCall} texts={hostTexts} />}
        </div>
      )}
    </RoomPartPage>
  );
}
