import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoomPartPage } from "@/app/(product)/r/[slug]/part";
import { NotesSlot } from "@/components/notes/notes-slot";
import { ClientMessages } from "@/components/shell/client-messages";
import { userIdentity } from "@/lib/calls/contract";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notes"))("title"), robots: "noindex" };
}

/** The notes of a room, for its members. */
export default async function NotesPage({ params }: Props) {
  return (
    <RoomPartPage slug={(await params).slug} current="notes">
      {({ actor, room }) => (
        <ClientMessages namespaces={["notes"]}>
          <NotesSlot room={{ id: room.id, name: room.name }} identity={userIdentity(actor.userId)} />
        </ClientMessages>
      )}
    </RoomPartPage>
  );
}
