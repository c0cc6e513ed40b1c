"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { LocalTime } from "@/components/meetings/local-time";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";

type Props = {
  feed: { createdAt: Date; lastReadAt: Date | null } | null;
  make: () => Promise<Result<{ url: string }>>;
  revoke: () => Promise<Result<unknown>>;
};

/** The private address that calendar programs read: made, shown once, made anew, switched off. */
export function FeedPanel({ feed, make, revoke }: Props) {
  const t = useTranslations("meetings");
  const [url, setUrl] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    await what();
    setBusy(false);
  };
  const create = () =>
    run(async () => {
      const result = await make();
      if (result.ok) setUrl(result.data.url);
      else notify({ text: t("failed"), tone: "danger" });
    });
  const end = () =>
    run(async () => {
      const result = await revoke();
      if (result.ok) setUrl(null);
      notify(result.ok ? { text: t("feed.revoked") } : { text: t("failed"), tone: "danger" });
    });
  const copy = () => copyText(url ?? "", { copied: t("feed.copied"), failed: t("copyFailed") });
  return (
    <section aria-labelledby="feed" className="mt-12 grid max-w-text gap-3 border-t border-hairline pt-6">
      <h2 id="feed" className="text-lg">
        {t("feed.title")}
      </h2>
      <p className="text-muted">{t("feed.text")}</p>
      {url !== null && (
        <>
          <Field name="feed-url" label={t("feed.address")} hint={t("feed.shown")}>
            {(ids) => <Input {...ids} readOnly value={url} onFocus={(event) => event.target.select()} />}
          </Field>
          <div>
            <Button onClick={() => void copy()}>{t("feed.copy")}</Button>
          </div>
        </>
      )}
      {url === null && feed && (
        <p className="text-ui">
          {t.rich("feed.on", { date: () => <LocalTime at={feed.createdAt} /> })} {feed.lastReadAt ? t.rich("feed.lastRead", { date: () => <LocalTime at={feed.lastReadAt!} /> }) : t("feed.neverRead")}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button loading={isBusy} disabled={isBusy} onClick={() => void create()}>
          {t(feed ? "feed.again" : "feed.make")}
        </Button>
        {feed && (
          <Button look="plain" disabled={isBusy} onClick={() => void end()}>
            {t("feed.revoke")}
          </Button>
        )}
        {feed && <p className="text-sm text-muted">{t("feed.againText")}</p>}
      </div>
    </section>
  );
}
