"use client";

import { useRef, useState, type ChangeEvent } from "react";
import { PictureCrop, type CropWords } from "@/components/account/picture-crop";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { notify } from "@/components/ui/notify";
import { setPicture } from "@/components/ui/pictures";

export type PictureWords = {
  choose: string;
  replace: string;
  remove: string;
  hint: string;
  removed: string;
  undo: string;
  cut: CropWords;
  wrong: { pictureUnreadable: string; pictureLarge: string; pictureSquare: string; tooLarge: string; limited: string; other: string };
};

type Problem = { code?: string; errors?: { picture?: string[] } };

/** One's own picture: chosen, cut to a square, replaced, removed. Shown everywhere at once. */
export function PictureForm({ person, hasPicture, mistakes, words }: { person: { id: number; name: string }; hasPicture: boolean; mistakes: Record<string, keyof PictureWords["wrong"]>; words: PictureWords }) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isShown, setShown] = useState(hasPicture);
  const [last, setLast] = useState<{ file: File; query: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const wordsFor = ({ code, errors }: Problem) => words.wrong[mistakes[errors?.picture?.[0] ?? ""] ?? (code === "too_large" ? "tooLarge" : code === "rate_limited" ? "limited" : code === "invalid_input" ? "pictureUnreadable" : "other")];
  const request = async (method: "PUT" | "DELETE", query = "", body?: File): Promise<{ picture?: string } | null> => {
    setBusy(true);
    setProblem(null);
    try {
      const response = await fetch(`/api/me/picture/${query}`, { method, ...(body ? { body, headers: { "content-type": body.type || "application/octet-stream" } } : {}) });
      const answer = response.status === 204 ? {} : ((await response.json()) as Problem & { picture?: string });
      if (response.ok) return answer as { picture?: string };
      setProblem(wordsFor(answer as Problem));
    } catch {
      setProblem(words.wrong.other);
    } finally {
      setBusy(false);
    }
    return null;
  };
  const upload = async (chosen: File, query: string) => {
    const answer = await request("PUT", query, chosen);
    if (!answer?.picture) return;
    setPicture(person.id, answer.picture.replace("/512.", "/96."));
    setShown(true);
    setLast({ file: chosen, query });
  };
  const remove = async () => {
    if (!(await request("DELETE"))) return;
    setPicture(person.id, null);
    setShown(false);
    // Only a picture that was chosen on this page can come back: the server's copy is gone.
    notify({ text: words.removed, ...(last ? { action: { text: words.undo, run: () => void upload(last.file, last.query) } } : {}) });
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setProblem(null);
    setFile(event.target.files?.[0] ?? null);
    event.target.value = "";
  };

  return (
    <div className="grid gap-4">
      <FormError>{problem}</FormError>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <Avatar identity={`u${person.id}`} name={person.name} size="xl" />
        <div className="grid gap-2">
          <div className="flex flex-wrap gap-2">
            <Button loading={isBusy} onClick={() => input.current?.click()}>
              {isShown ? words.replace : words.choose}
            </Button>
            {isShown && (
              <Button look="plain" disabled={isBusy} onClick={() => void remove()}>
                {words.remove}
              </Button>
            )}
          </div>
          <p className="text-sm text-muted">{words.hint}</p>
        </div>
      </div>
      <input ref={input} type="file" accept="image/jpeg,image/png,image/webp,image/gif" aria-label={words.choose} className="hidden" onChange={choose} />
      <PictureCrop
        file={file}
        words={words.cut}
        onClose={() => setFile(null)}
        onUnreadable={() => {
          setFile(null);
          setProblem(words.wrong.pictureUnreadable);
        }}
        onDone={({ left, top, size }) => {
          const chosen = file;
          setFile(null);
          if (chosen) void upload(chosen, `?left=${left}&top=${top}&size=${size}`);
        }}
      />
    </div>
  );
}
