"use client";

import Clapperboard from "@lucide/icons/icons/clapperboard";
import Ellipsis from "@lucide/icons/icons/ellipsis";
import Pencil from "@lucide/icons/icons/pencil";
import Trash from "@lucide/icons/icons/trash";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { askRecording, deleteRecording, renameRecording } from "@/components/recordings/recording-api";
import { useRecordingWish } from "@/components/recordings/use-recording-wish";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import type { MenuEntry } from "@/components/ui/menu-entry";
import { notify } from "@/components/ui/notify";
import { settings } from "@/lib/core/settings";
import type { RecordingDetail } from "@/lib/recordings/contract";

/** What hosts do with a recording that has ended. */
export function RecordingMenu({ slug, recording: { id, title, abilities }, name }: { slug: string; recording: RecordingDetail; name: string }) {
  const t = useTranslations("recordings");
  const router = useRouter();
  const { wish } = useRecordingWish();
  const [isRenaming, setRenaming] = useState(false);
  const refresh = () => router.refresh();
  const remove = () =>
    wish(() => deleteRecording(slug, id), () => {
      refresh();
      notify({ text: t("deleted", { title: name }), action: { text: t("undo"), run: () => void wish(() => askRecording(slug, id, "restore"), refresh) } });
    });
  const publish: MenuEntry[] = abilities.publish ? [{ key: "publish", text: t("publish"), icon: <Icon of={Clapperboard} size={16} />, onSelect: () => void wish(() => askRecording(slug, id, "publish"), () => notify({ text: t("publishing") })) }] : [];
  const entries: MenuEntry[] = [
    { key: "rename", text: t("rename"), icon: <Icon of={Pencil} size={16} />, onSelect: () => setRenaming(true) },
    ...publish,
    "separator",
    { key: "delete", text: t("delete"), icon: <Icon of={Trash} size={16} />, danger: true, onSelect: () => void remove() },
  ];
  return (
    <>
      <Menu label={t("more", { title: name })} icon={<Icon of={Ellipsis} size={18} />} entries={entries} />
      {isRenaming && <RenameDialog slug={slug} id={id} title={title} onClose={() => setRenaming(false)} onDone={refresh} />}
    </>
  );
}

function RenameDialog({ slug, id, title, onClose, onDone }: { slug: string; id: string; title: string; onClose: () => void; onDone: () => void }) {
  const t = useTranslations("recordings");
  const { isBusy, wish } = useRecordingWish();
  const [typed, setTyped] = useState(title);
  const [mistake, setMistake] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wished = typed.trim();
    if (wished === "" || /[<>]/.test(wished)) return setMistake(t("titleMistake"));
    if (await wish(() => renameRecording(slug, id, { title: wished }), onDone)) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("rename")} closeLabel={t("close")}>
      <form className="grid gap-4" onSubmit={(event) => void save(event)} noValidate>
        <Field name="title" label={t("titleField")} errors={mistake === null ? [] : [mistake]}>
          {(ids) => <Input {...ids} value={typed} maxLength={settings.recordingTitleMaxLength} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />}
        </Field>
        <footer className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" loading={isBusy}>
            {t("save")}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
