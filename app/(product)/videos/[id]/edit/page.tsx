import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { VideoEditor } from "@/app/(product)/videos/[id]/edit/editor";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { parseId } from "@/lib/core/ids";
import { load, requireSignedIn } from "@/lib/http/page";
import { getManagedVideo } from "@/lib/videos/managed-videos";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("videoEdit"))("title") };
}

export default async function EditVideoPage({ params }: Props) {
  const id = parseId((await params).id);
  if (id === null) notFound();
  const address = `/videos/${id}/edit`;
  const actor = await requireSignedIn(address);
  const [t, video] = await Promise.all([
    getTranslations("videoEdit"),
    load(address, () => getManagedVideo(actor, id)),
  ]);
  return (
    <Page>
      <PageHeader title={video.title} text={t("title")} action={<ButtonLink href={`/videos/${id}`}>{t("back")}</ButtonLink>} />
      <VideoEditor actor={actor} video={video} gone="/videos" />
    </Page>
  );
}
