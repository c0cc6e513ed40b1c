import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { signOut } from "@/app/sign-out";
import { acceptInvitationAction } from "@/app/(account)/invitation/[token]/actions";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { currentActor } from "@/lib/http/page";
import type { InvitationView } from "@/lib/rooms/contract";
import { viewInvitation } from "@/lib/rooms/queries/invitations";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitations"))("page.title"), robots: "noindex" };
}

/** Reading it changes nothing: mail scanners follow links. The button does, for the person with the address that was invited. */
export default async function InvitationPage({ params }: Props) {
  const [{ token }, actor, t] = await Promise.all([params, currentActor(), getTranslations("invitations")]);
  const view = await viewInvitation(actor, token);
  if (view.state !== "open") return <Other view={view} here={`/invitation/${encodeURIComponent(token)}`} email={actor.kind === "user" ? actor.email : ""} />;
  const { room, by, role } = view;
  return <AccountForm action={acceptInvitationAction} title={t("page.heading", { room })} text={`${t("page.open", { by, room })} ${t(`mail.roles.${role}`)}`} fields={[]} hidden={{ token }} submit={t("page.accept")} />;
}

/** Everything but the invitation that one may use now: what it is about, and the way on. */
async function Other({ view, here, email }: { view: Exclude<InvitationView, { state: "open" }>; here: string; email: string }) {
  const t = await getTranslations("invitations");
  const next = `?next=${encodeURIComponent(here)}`;
  if (view.state === "signed_out") {
    return (
      <Words title={t("page.heading", { room: view.room })} text={t("page.signedOut", { by: view.by, room: view.room })}>
        <ButtonLink href={`/login${next}`} look="primary">
          {t("page.signIn")}
        </ButtonLink>
        <ButtonLink href={`/register${next}`}>{t("page.register")}</ButtonLink>
      </Words>
    );
  }
  if (view.state === "other_account") {
    return (
      <Words title={t("page.otherTitle")} text={t("page.other", { address: view.address, email, by: view.by })}>
        <form action={signOut}>
          <input type="hidden" name="next" value={here} />
          <Button type="submit" look="primary">
            {t("page.switch")}
          </Button>
        </form>
      </Words>
    );
  }
  if (view.state === "member") {
    return (
      <Words title={t("page.memberTitle")} text={t("page.member", { room: view.room })}>
        <ButtonLink href={`/r/${view.slug}`} look="primary">
          {t("page.toRoom")}
        </ButtonLink>
      </Words>
    );
  }
  const text = view.state === "banned" ? t("page.banned", { room: view.room }) : t("page.gone");
  return (
    <Words title={t("page.goneTitle")} text={text}>
      <ButtonLink href="/">{t("page.home")}</ButtonLink>
    </Words>
  );
}

function Words({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <>
      <h1 className="text-xl break-words">{title}</h1>
      <p className="mt-2 break-words text-muted">{text}</p>
      <div className="mt-6 flex flex-wrap gap-2">{children}</div>
    </>
  );
}
