import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { deleteAccountAction } from "@/app/(product)/settings/data/actions";
import { DeleteAccountForm } from "@/components/account/delete-account-form";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { countMessagesOf } from "@/lib/chat/queries/own-messages";
import { settings } from "@/lib/core/settings";
import { requireProven } from "@/lib/http/page";
import { countOwnedRooms } from "@/lib/rooms/queries/owned-rooms";
import { countVideosOf } from "@/lib/videos/own-videos";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("delete.title") };
}

/** Says what will happen, in figures, before it is asked for. */
export default async function DeleteAccountPage() {
  const actor = await requireProven("/settings/data/delete");
  const [t, rooms, messages, videos] = await Promise.all([getTranslations("profile"), countOwnedRooms(actor.userId), countMessagesOf(actor.userId), countVideosOf(actor.userId)]);
  const days = Math.round(settings.deletionGraceSeconds / 86_400);
  const consequences = [
    t("delete.atOnce", { days }),
    rooms.withOthers > 0 && t("delete.roomsWithOthers", { count: rooms.withOthers }),
    rooms.alone > 0 && t("delete.roomsAlone", { count: rooms.alone }),
    messages > 0 && t("delete.messages", { count: messages }),
    videos.total - videos.shared > 0 && t("delete.privateVideos", { count: videos.total - videos.shared }),
    t("delete.rest"),
  ].filter((line) => line !== false);
  return (
    <Page>
      <PageHeader title={t("delete.title")} />
      <Card className="grid gap-6">
        <ul className="grid max-w-text list-disc gap-2 ps-5">
          {consequences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <DeleteAccountForm
          action={deleteAccountAction}
          sharedVideos={videos.shared}
          words={{
            shared: t("delete.shared", { count: videos.shared }), keep: t("delete.keepShared"), remove: t("delete.removeShared"),
            email: t("delete.email", { email: actor.email }), submit: t("delete.submit"), cancel: t("delete.cancel"),
          }}
        />
      </Card>
    </Page>
  );
}
