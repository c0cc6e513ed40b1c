import Phone from "@lucide/icons/icons/phone";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Court } from "@/components/ui/court";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";

/** A room for someone with its link who is no member: its name, and what they can do next. */
export function RoomDoor({
  name, slug, isSignedIn, mayCall, join, children,
}: {
  name: string;
  slug: string;
  isSignedIn: boolean;
  /** Whether the call's page would let them go on. */
  mayCall: boolean;
  /** The action that makes them a member, where they may become one. */
  join: (() => Promise<void>) | null;
  children?: ReactNode;
}) {
  const t = useTranslations("rooms");
  return (
    <div className="mx-auto grid max-w-text justify-items-center gap-6 py-12 text-center">
      <Court className="size-20 text-edge" />
      <div className="grid gap-2">
        <h1 className="text-xl tracking-tight break-words sm:text-2xl">
          <bdi>{name}</bdi>
        </h1>
        {children}
        <p className="text-muted">{isSignedIn ? t(join ? "joinText" : "membersOnly") : t("signInToChat")}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-3">
        {join && (
          <form action={join}>
            <SubmitButton>{t("join")}</SubmitButton>
          </form>
        )}
        {!isSignedIn && (
          <ButtonLink href={`/login?next=${encodeURIComponent(`/r/${slug}`)}`} look="primary">
            {t("signIn")}
          </ButtonLink>
        )}
        {mayCall && (
          <ButtonLink href={`/r/${slug}/call`} icon={<Icon of={Phone} size={16} />} prefetch={false}>
            {t("call")}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
