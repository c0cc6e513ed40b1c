"use client";

import { useEffect, useRef } from "react";
import type { ApplicationTexts } from "@/components/admin/application-texts";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A new secret, the only time that it is shown. In fields, so that one click and a copy take it whole. */
export function IssuedSecret({ issued, texts }: { issued: { id: number; clientId: string; secret: string }; texts: ApplicationTexts }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <Card className="grid max-w-text gap-4 p-6">
      <div className="grid gap-1.5">
        <h2 ref={title} tabIndex={-1} className="text-lg outline-none">
          {texts.issuedTitle}
        </h2>
        <p className="text-muted">{texts.issuedText}</p>
      </div>
      <Field name="issued-id" label={texts.clientId}>
        {(ids) => <Input {...ids} readOnly value={issued.clientId} className="font-mono text-ui" onFocus={(event) => event.target.select()} />}
      </Field>
      <Field name="issued-secret" label={texts.secret}>
        {(ids) => <Input {...ids} readOnly value={issued.secret} autoComplete="off" className="font-mono text-ui" onFocus={(event) => event.target.select()} />}
      </Field>
      <div>
        {/* A whole new page: no state that holds the secret stays behind. */}
        <a href={`/admin/applications/${issued.id}`} className={buttonClass("primary")}>
          {texts.toApplication}
        </a>
      </div>
    </Card>
  );
}
