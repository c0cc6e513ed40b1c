"use client";

import type { ReactNode } from "react";
import { CreateAtAddress } from "@/components/rooms/create-at-address";
import { BlankPage } from "@/components/shell/blank-page";
import { errorTexts } from "@/components/shell/error-texts";
import { usePageLocale } from "@/components/shell/page-locale";
import { ButtonLink } from "@/components/ui/button-link";

type Refusal = "notFound" | "signedOut" | "forbidden" | "forbiddenAdmin" | "unknownRoom" | "linkEnded";

/**
 * Not there, not open, or not for this person: the first two look the same on purpose. Next prepares these for every page
 * that it renders: as one element with its own texts each costs next to nothing until it is shown.
 */
export function RefusalPage({ kind }: { kind: Refusal }) {
  const t = errorTexts(usePageLocale());
  const home = (
    <ButtonLink href="/" look="primary">
      {t.home}
    </ButtonLink>
  );
  const signIn = (
    <ButtonLink href="/login" look="primary">
      {t.signIn}
    </ButtonLink>
  );
  const admin = (
    <ButtonLink href="/admin" look="primary">
      {t.toAdmin}
    </ButtonLink>
  );
  const rooms = (
    <div className="flex flex-wrap justify-center gap-3">
      <CreateAtAddress text={t.roomCreate} />
      <ButtonLink href="/rooms">{t.toRooms}</ButtonLink>
    </div>
  );
  const parts: Record<Refusal, [string, string, ReactNode]> = {
    notFound: [t.notFoundTitle, t.notFoundText, home],
    signedOut: [t.signedOutTitle, t.signedOutText, signIn],
    forbidden: [t.forbiddenTitle, t.forbiddenText, home],
    forbiddenAdmin: [t.forbiddenTitle, t.forbiddenAdmin, admin],
    linkEnded: [t.linkTitle, t.linkText, home],
    unknownRoom: [t.roomTitle, t.roomText, rooms],
  };
  const [title, text, ways] = parts[kind];
  return (
    <>
      <title>{title}</title>
      <BlankPage title={title} text={text}>
        {ways}
      </BlankPage>
    </>
  );
}
