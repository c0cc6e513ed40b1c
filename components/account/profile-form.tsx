"use client";

import { useActionState, useRef, useSyncExternalStore } from "react";
import type { FormAction } from "@/components/account/form-state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select } from "@/components/ui/input";
import { SaveBar } from "@/components/ui/save-bar";
import { fill } from "@/lib/core/fill";

type Words = { name: string; nameHint: string; language: string; timeZone: string; timeZoneHint: string; useThisZone: string; otherZones: string; save: string; saved: string };

const never = () => () => {};
/** The zone of this device; null while the server renders. */
const useDeviceZone = () => useSyncExternalStore<string | null>(never, () => Intl.DateTimeFormat().resolvedOptions().timeZone, () => null);

/** One's own name, language and time zone. */
export function ProfileForm({
  action,
  profile,
  languages,
  timeZones,
  words,
}: {
  action: FormAction;
  profile: { name: string; locale: string; timeZone: string };
  languages: readonly { value: string; label: string }[];
  /** Names of the time zone database. */
  timeZones: readonly string[];
  words: Words;
}) {
  const [state, send] = useActionState(action, null);
  const zone = useRef<HTMLSelectElement>(null);
  const deviceZone = useDeviceZone();
  const zoneNow = state?.typed.time_zone ?? profile.timeZone;
  const takeDeviceZone = () => {
    if (zone.current && deviceZone) zone.current.value = deviceZone;
    zone.current?.form?.requestSubmit();
  };
  return (
    <form action={send} noValidate className="grid max-w-card gap-4">
      <div className="-mb-4 has-[p]:mb-0">
        <FormError>{state?.error}</FormError>
      </div>
      <Field name="name" label={words.name} hint={words.nameHint} errors={state?.fields?.name}>
        {(ids) => <Input {...ids} name="name" autoComplete="name" required defaultValue={state?.typed.name ?? profile.name} dir="auto" />}
      </Field>
      <Field name="locale" label={words.language} errors={state?.fields?.locale}>
        {(ids) => (
          <Select {...ids} key={state?.typed.locale ?? profile.locale} name="locale" defaultValue={state?.typed.locale ?? profile.locale}>
            {languages.map(({ value, label }) => (
              <option key={value} value={value} lang={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field name="time_zone" label={words.timeZone} hint={words.timeZoneHint} errors={state?.fields?.time_zone}>
        {(ids) => (
          <Select {...ids} ref={zone} key={zoneNow} name="time_zone" defaultValue={zoneNow}>
            {groupsOf(timeZones, words.otherZones).map(([group, names]) => (
              <optgroup key={group} label={group}>
                {names.map((name) => (
                  <option key={name} value={name}>
                    {cityOf(name)}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      {deviceZone !== null && deviceZone !== zoneNow && timeZones.includes(deviceZone) && (
        <Button onClick={takeDeviceZone} className="justify-self-start">
          {fill(words.useThisZone, { zone: cityOf(deviceZone) })}
        </Button>
      )}
      <SaveBar save={words.save} saved={words.saved} isSaved={state?.ok ?? false} />
    </form>
  );
}

/** `America/Argentina/Buenos_Aires` under America, as “Argentina, Buenos Aires”. */
function cityOf(zone: string): string {
  const [, ...rest] = zone.split("/");
  return (rest.length > 0 ? rest.join(", ") : zone).replaceAll("_", " ");
}

function groupsOf(zones: readonly string[], others: string): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const zone of zones) {
    const group = zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : others;
    groups.set(group, [...(groups.get(group) ?? []), zone]);
  }
  return [...groups];
}
