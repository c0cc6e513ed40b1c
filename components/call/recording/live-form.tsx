"use client";

import Plus from "@lucide/icons/icons/plus";
import X from "@lucide/icons/icons/x";
import { useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { agreeTo } from "@/components/call/recording/agreed";
import { AudienceField } from "@/components/call/recording/audience-field";
import { startStream } from "@/components/recordings/recording-api";
import type { Refusal } from "@/components/ui/ask-api";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Select } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import { settings } from "@/lib/core/settings";
import { streamModes } from "@/lib/recordings/constants";
import type { StreamAudience } from "@/lib/recordings/contract";

type Target = { key: number; name: string; url: string; secret: string };
type Wish = { title: string; audience: StreamAudience; mode: (typeof streamModes)[number]; keep: boolean; targets: Target[] };

const known = new Set(["conflict", "forbidden", "upstream_failed", "no_space", "rate_limited", "invalid_input"]);
const begun: Wish = { title: "", audience: "members", mode: "room_composite", keep: false, targets: [] };

function inputOf({ title, audience, mode, keep, targets }: Wish) {
  const named = title.trim();
  return {
    audience, mode, keep,
    ...(named ? { title: named } : {}),
    targets: targets.map(({ name, url, secret }) => ({ url: url.trim(), ...(name.trim() ? { name: name.trim() } : {}), ...(secret.trim() ? { key: secret.trim() } : {}) })),
  };
}

/** For whom and where the call is sent live. Everyone in it hears of that when it begins. */
export function LiveForm({ slug, onClose }: { slug: string; onClose: () => void }) {
  const t = useTranslations("callLive");
  const streams = useTranslations("streams");
  const form = useId();
  const [wish, setWish] = useState(begun);
  const [wrong, setWrong] = useState<Refusal["fields"]>({});
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }));
  const start = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await startStream(slug, inputOf(wish));
    setBusy(false);
    if (!answer.ok) {
      setWrong(answer.refusal.fields);
      return notify({ text: t(`problems.${known.has(answer.refusal.code) ? answer.refusal.code : "lost"}`), tone: "danger" });
    }
    // Whoever goes live agrees to it.
    agreeTo(answer.data.id);
    notify({ text: t("begins") });
    onClose();
  };
  const titleErrors = wrong.title ? { errors: [t("titleMistake")] } : {};
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("title")}
      text={t("text")}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" form={form} look="primary" loading={isBusy}>
            {t("start")}
          </Button>
        </>
      }
    >
      <form id={form} className="grid gap-4" onSubmit={(event) => void start(event)} noValidate>
        <Field name="live-title" label={t("name")} optional={t("optional")} {...titleErrors}>
          {(ids) => <Input {...ids} value={wish.title} maxLength={settings.recordingTitleMaxLength} autoComplete="off" onChange={(event) => change({ title: event.target.value })} />}
        </Field>
        <AudienceField value={wish.audience} onChange={(audience) => change({ audience })} />
        <Field name="live-mode" label={t("mode")}>
          {(ids) => (
            <Select {...ids} value={wish.mode} onChange={(event) => change({ mode: event.target.value as Wish["mode"] })}>
              {streamModes.map((each) => (
                <option key={each} value={each}>
                  {t(`modes.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Checkbox name="keep" label={streams("keep")} hint={streams("keepHint")} checked={wish.keep} onChange={(event) => change({ keep: event.target.checked })} />
        <Targets targets={wish.targets} wrong={wrong} onChange={(targets) => change({ targets })} />
      </form>
    </Dialog>
  );
}

/** Who has asked for another address goes on in it. */
const goOn = (field: HTMLInputElement | null) => field?.focus();

/** Addresses of other services. Their keys are typed like passwords, and never shown again. */
function Targets({ targets, wrong, onChange }: { targets: Target[]; wrong: Refusal["fields"]; onChange: (targets: Target[]) => void }) {
  const t = useTranslations("callLive");
  const adding = useId();
  const remove = (key: number) => {
    flushSync(() => onChange(targets.filter((each) => each.key !== key)));
    document.getElementById(adding)?.focus();
  };
  const change = (key: number, part: Partial<Target>) => onChange(targets.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const errorsOf = (index: number, name: string, mistake: string) => (wrong[`targets.${index}.${name}`] ? { errors: [mistake] } : {});
  return (
    <>
      {targets.map(({ key, name, url, secret }, index) => (
        <fieldset key={key} className="grid gap-3 rounded-card border border-hairline p-4">
          <legend className="sr-only">{t("address", { number: index + 1 })}</legend>
          <div className="flex items-start justify-between gap-4">
            <p className="text-ui font-medium">{t("address", { number: index + 1 })}</p>
            <IconButton label={t("removeAddress", { number: index + 1 })} icon={<Icon of={X} size={16} />} onClick={() => remove(key)} className="-mt-2 -mr-2" />
          </div>
          <Field name={`target-name-${key}`} label={t("targetName")} optional={t("optional")} {...errorsOf(index, "name", t("titleMistake"))}>
            {(ids) => <Input {...ids} ref={goOn} value={name} maxLength={60} autoComplete="off" onChange={(event) => change(key, { name: event.target.value })} />}
          </Field>
          <Field name={`target-url-${key}`} label={t("targetUrl")} {...errorsOf(index, "url", t("urlMistake"))}>
            {(ids) => <Input {...ids} value={url} inputMode="url" placeholder="rtmps://live.example.com/app" autoComplete="off" spellCheck={false} onChange={(event) => change(key, { url: event.target.value })} />}
          </Field>
          <Field name={`target-key-${key}`} label={t("targetKey")} hint={t("targetKeyHint")} {...errorsOf(index, "key", t("keyMistake"))}>
            {(ids) => <Input {...ids} type="password" value={secret} autoComplete="off" onChange={(event) => change(key, { secret: event.target.value })} />}
          </Field>
        </fieldset>
      ))}
      {targets.length < settings.streamTargetsMax && (
        <Button id={adding} icon={<Icon of={Plus} size={16} />} className="justify-self-start" onClick={() => onChange([...targets, { key: Math.max(0, ...targets.map((each) => each.key)) + 1, name: "", url: "", secret: "" }])}>
          {t("addAddress")}
        </Button>
      )}
    </>
  );
}
