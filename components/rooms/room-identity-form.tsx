"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition, type FormEvent } from "react";
import type { HostTexts } from "@/components/rooms/host-texts";
import type { Refusal } from "@/components/ui/ask-api";
import { askRooms, mistakeWords, refusalWords } from "@/components/rooms/room-api";
import type { RoomTexts } from "@/components/rooms/texts";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import type { RoomDetail } from "@/lib/rooms/contract";

/** A room's name and address: saved on purpose, since everybody sees the one and links hold the other. `isAtAddress`: the page around it stands at the room's address and moves with it. */
export function RoomIdentityForm({ room, isAtAddress = true, texts, hostTexts }: { room: { id: number; name: string; slug: string }; isAtAddress?: boolean; texts: RoomTexts; hostTexts: HostTexts }) {
  const router = useRouter();
  const [name, setName] = useState(room.name);
  const [slug, setSlug] = useState(room.slug);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isPending, start] = useTransition();

  const put = (values: { name: string; slug: string }, canUndo: boolean) =>
    start(async () => {
      const answer = await askRooms<RoomDetail>("PATCH", `${room.id}/`, values);
      setRefusal(answer.ok ? null : answer.refusal);
      if (!answer.ok) return;
      const before = { name: room.name, slug: room.slug };
      notify({ text: hostTexts.saved, ...(canUndo ? { action: { text: hostTexts.undo, run: () => put(before, false) } } : {}) });
      if (!isAtAddress || answer.data.slug === room.slug) router.refresh();
      else router.replace(`/r/${answer.data.slug}/settings`);
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put({ name, slug }, true);
  };
  const fields = refusal?.fields ?? {};
  const isChanged = name !== room.name || slug !== room.slug;
  return (
    <form onSubmit={submit} noValidate aria-labelledby="identity" className="grid gap-5">
      <h2 id="identity" className="text-lg">
        {hostTexts.identity}
      </h2>
      <FormError>{refusal && Object.keys(fields).length === 0 ? refusalWords(refusal, hostTexts) : null}</FormError>
      <Field name="name" label={texts.name} errors={mistakeWords(fields.name, texts)}>
        {(ids) => <Input {...ids} name="name" autoComplete="off" dir="auto" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field name="slug" label={texts.slug} hint={hostTexts.slugWarning} errors={mistakeWords(fields.slug, texts)}>
        {(ids) => <Input {...ids} name="slug" autoComplete="off" autoCapitalize="none" spellCheck={false} value={slug} onChange={(event) => setSlug(event.target.value)} />}
      </Field>
      <div>
        <Button type="submit" look="primary" loading={isPending} disabled={!isChanged}>
          {hostTexts.save}
        </Button>
      </div>
    </form>
  );
}
