"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { announcementKinds, announcementsNow, keepAnnouncement } from "@/components/call/announcements";
import { Switch } from "@/components/ui/choice";

/** What screen readers are told of during a call, one switch each. */
export function AnnouncementSettings() {
  const t = useTranslations("callHolds.announce");
  const [on, setOn] = useState(announcementsNow);
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-ui font-medium">{t("title")}</legend>
      {announcementKinds.map((kind) => (
        <Switch key={kind} label={t(kind)} checked={on[kind]} onChange={(event) => setOn(keepAnnouncement(kind, event.target.checked))} />
      ))}
    </fieldset>
  );
}
