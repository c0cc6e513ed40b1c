import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { changeVideoAction, deleteVideoAction, restoreVideoAction } from "@/app/(product)/videos/[id]/edit/actions";
import { ClientMessages } from "@/components/shell/client-messages";
import { Captions } from "@/components/videos/edit/captions";
import { Chapters } from "@/components/videos/edit/chapters";
import { EditForm } from "@/components/videos/edit/edit-form";
import { KeepOrDelete } from "@/components/videos/edit/keep-or-delete";
import { ReplaceSource } from "@/components/videos/edit/replace-source";
import { ShareLinks } from "@/components/videos/edit/share-links";
import type { UserActor } from "@/lib/authz/actor";
import { settings } from "@/lib/core/settings";
import { listRoomsUncounted } from "@/lib/rooms/queries/list-rooms";
import { captionLabelMaxLength, categoryMaxLength, descriptionMaxLength, titleMaxLength, type ManagedVideo, linkNoteMaxLength } from "@/lib/videos/contract";
import { listVideoLinks } from "@/lib/videos/links";
import { listCategories } from "@/lib/videos/managed-videos";
import { canUploadVideo } from "@/lib/videos/policy";
import { getUploadLimits } from "@/lib/videos/queries";
import { findTracks } from "@/lib/videos/tracks";

/** All that may be changed of a video: its words, its audience, and whether it is there at all. */
export async function VideoEditor({ actor, video, gone }: { actor: UserActor; video: ManagedVideo; /** Where to go once it is deleted; null: the page stays. */ gone: string | null }) {
  const [t, categories, { rooms }] = await Promise.all([getTranslations("videoEdit"), listCategories(actor), listRoomsUncounted(actor, { limit: settings.pageLimitMax })]);
  const isDeleted = video.deletedAt !== null;
  const handle = <KeepOrDelete video={{ id: video.id, title: video.title, isDeleted }} gone={gone} acts={{ remove: deleteVideoAction, restore: restoreVideoAction }} />;
  return (
    <ClientMessages namespaces={["videoEdit", "videoParts", "progress"]}>
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
          <Parts actor={actor} video={video} />
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

/** What goes along with the picture, each saved by itself. */
async function Parts({ actor, video }: { actor: UserActor; video: ManagedVideo }) {
  const [t, links, { captions, chapters }] = await Promise.all([getTranslations("videoParts"), listVideoLinks(actor, video.id), findTracks(video.id)]);
  const limits = canUploadVideo(actor, settings.usersMayUploadVideos).allowed ? await getUploadLimits(actor) : null;
  const { id, title, status, progress, owner, isReplacing } = video;
  return (
    <>
      <Part id="links" title={t("links.title")} text={t("links.text")}>
        <ShareLinks videoId={id} links={links} noteMaxLength={linkNoteMaxLength} />
      </Part>
      <Part id="captions" title={t("captions.title")} text={t("captions.text")}>
        <Captions videoId={id} captions={captions} labelMaxLength={captionLabelMaxLength} />
      </Part>
      <Part id="chapters-of" title={t("chapters.title")} text={t("chapters.text")}>
        <Chapters key={JSON.stringify(chapters)} videoId={id} chapters={chapters} />
      </Part>
      {limits && (
        <Part id="source" title={t("replace.title")} text={t("replace.text")}>
          <ReplaceSource viewerId={actor.userId} video={{ id, title, status, progress, owner, isReplacing }} limits={limits} />
        </Part>
      )}
    </>
  );
}

function Part({ id, title, text, children }: { id: string; title: string; text: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        <p className="text-muted">{text}</p>
      </div>
      {children}
    </section>
  );
}
