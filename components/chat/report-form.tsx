"use client";

import { useState } from "react";
import { postReport } from "@/components/chat/chat-api";
import type { ChatTexts } from "@/components/chat/texts";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/notify";
import type { Message } from "@/lib/chat/contract";
import { settings } from "@/lib/core/settings";
import { reportReasons } from "@/lib/reports/constants";

/** Asks moderators to look at a message: why, and what they should know. What was typed stays where it was not taken. */
export function ReportForm({ message, texts, onDone }: { message: Message; texts: ChatTexts; onDone: () => void }) {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reasonWords = {
    harassment: texts.reasonHarassment, hate: texts.reasonHate, violence: texts.reasonViolence, sexual: texts.reasonSexual, private: texts.reasonPrivate, spam: texts.reasonSpam, other: texts.reasonOther,
  };
  const send = async (form: FormData) => {
    const [reason, words] = [form.get("reason"), form.get("words")];
    setSending(true);
    const outcome = await postReport(message.room.id, message.id, String(reason), typeof words === "string" ? words : "");
    setSending(false);
    if (outcome !== "done") return setProblem({ again: texts.reportAgain, many: texts.reportMany, failed: texts.reportFailed }[outcome]);
    notify({ text: texts.reported });
    onDone();
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send(new FormData(event.currentTarget));
      }}
    >
      <p dir="auto" className="line-clamp-4 rounded-control bg-sunken px-3 py-2 text-ui break-words [overflow-wrap:anywhere]">
        {message.content || (message.attachments ?? []).map(({ name }) => name).join(", ")}
      </p>
      <fieldset className="grid">
        <legend className="text-ui font-medium">{texts.reportReason}</legend>
        {reportReasons.map((reason) => (
          <label key={reason} className="target flex items-center gap-3 text-ui">
            <input type="radio" name="reason" value={reason} required className="size-5 shrink-0" />
            {reasonWords[reason]}
          </label>
        ))}
      </fieldset>
      <Field name="report-words" label={texts.reportWords} optional={texts.optional}>
        {(ids) => <Textarea {...ids} name="words" rows={3} maxLength={settings.reportWordsMaxLength} />}
      </Field>
      <FormError>{problem}</FormError>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{texts.cancel}</Button>
        <Button type="submit" look="danger" loading={isSending}>
          {texts.report}
        </Button>
      </div>
    </form>
  );
}
