import { getTranslations } from "next-intl/server";
import { changeVideoAction, deleteVideoAction, restoreVideoAction } from "@/app/(product)/videos/[id]/edit/actions";
import { ClientMessages } from "@/components/shell/client-messages";
import { EditForm } from "@/components/videos/edit/edit-form";
import { KeepOrDelete } from "@/components/videos/edit/keep-or-delete";
import type { Actor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { listRoomsUncounted } from "@/lib/rooms/queries/list-rooms";
import { categoryMaxLength, descriptionMaxLength, titleMaxLength, type ManagedVideo } from "@/lib/videos/contract";
import { listCategories } from "@/lib/videos/managed-videos";

/** All that may be changed of a video: its words, its audience, and whether it is there at all. */
export async function VideoEditor({ actor, video, gone }: { actor: Actor; video: ManagedVideo; /** Where to go once it is deleted; null: the page stays. */ gone: string | null }) {
  const [t, categories, { rooms }] = await Promise.all([getTranslations("videoEdit"), listCategories(actor), listRoomsUncounted(actor, { limit: settings.pageLimitMax })]);
  const isDeleted = video.deletedAt !== null;
  const handle = <KeepOrDelete video={{ id: video.id, title: video.title, isDeleted }} gone={gone} acts={{ remove: deleteVideoAction, restore: restoreVideoAction }} />;
  return (
    <ClientMessages namespaces={["videoEdit"]}>
      {isDeleted ? (
        <div>{handle}</div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
          <EditForm
            // What somebody else has saved meanwhile is shown, not overwritten.
            key={[video.title, video.category, video.visibility, video.room?.id, video.description].join("\n")}
            video={{ id: video.id, title: video.title, category: video.category, description: video.description, visibility: video.visibility, room: video.room }}
            rooms={rooms.flatMap(({ id, name, direct }) => (direct ? [] : [{ id, name }]))}
            categories={categories}
            limits={{ titleMaxLength, descriptionMaxLength, categoryMaxLength }}
            change={changeVideoAction}
          />
          <section aria-labelledby="delete-video" className="grid max-w-text justify-items-start gap-3">
            <h2 id="delete-video" className="text-lg">
              {t("deleteSection")}
            </h2>
            <p className="text-muted">{t("deleteText")}</p>
            {handle}
          </section>
        </div>
      )}
    </ClientMessages>
  );
}
