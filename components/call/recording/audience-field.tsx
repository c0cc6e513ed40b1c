"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { streamAudiences } from "@/lib/recordings/constants";
import type { StreamAudience } from "@/lib/recordings/contract";

type Props = { value: StreamAudience; onChange: (audience: StreamAudience) => void; disabled?: boolean };

/** Who may watch a live stream. */
export function AudienceField({ value, onChange, disabled = false }: Props) {
  const t = useTranslations("callLive");
  const streams = useTranslations("streams");
  return (
    <Field name="audience" label={t("audience")}>
      {(ids) => (
        <Select {...ids} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as StreamAudience)}>
          {streamAudiences.map((each) => (
            <option key={each} value={each}>
              {streams(`audiences.${each}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
