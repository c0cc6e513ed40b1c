"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { listKept, type KeptRecording as Kept } from "@/components/call/recording/local-store";
import { KeptRecording } from "@/components/recordings/kept-recording";

/** What was recorded in this browser and is only here: for its room, as a file, or for nobody. Nothing where there is none. `mayUpload`: they may put videos into the library, also what the room does not take. */
export function KeptRecordings({ slug, mayUpload }: { slug: string; mayUpload: boolean }) {
  const t = useTranslations("recordings");
  const [kept, setKept] = useState<Kept[]>([]);
  useEffect(() => {
    let isGone = false;
    // A browser that lets nobody read its files has none.
    const look = () => void listKept(slug).then((found) => !isGone && setKept(found), () => undefined);
    look();
    // What another tab has ended meanwhile is there when one comes back to this one.
    document.addEventListener("visibilitychange", look);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", look);
    };
  }, [slug]);
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept-recordings" className="grid gap-3">
      <h2 id="kept-recordings" className="text-lg">
        {t("local.title")}
      </h2>
      <p className="text-ui text-muted">{t("local.text")}</p>
      <ul className="grid gap-3">
        {kept.map((each) => (
          <KeptRecording key={each.key} recording={each} mayUpload={mayUpload} onGone={() => setKept((all) => all.filter(({ key }) => key !== each.key))} />
        ))}
      </ul>
    </section>
  );
}
