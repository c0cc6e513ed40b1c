import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { confirmByPasswordAction } from "@/app/(account)/confirm/actions";
import { signOut } from "@/app/sign-out";
import { AccountForm } from "@/components/account/account-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { hasRecentProof } from "@/lib/accounts/proof";
import { listProofMethods } from "@/lib/accounts/queries";
import { safeNextPath } from "@/lib/core/redirect";
import { confirmPath, requireSignedIn } from "@/lib/http/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("confirm.title") };
}

/** Stands before what a browser left open must not be enough for, and leads on to `next`. */
export default async function ConfirmPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const wanted = (await searchParams).next;
  const next = safeNextPath(Array.isArray(wanted) ? wanted[0] : wanted, "/settings");
  const actor = await requireSignedIn(confirmPath(next));
  if (await hasRecentProof(actor)) redirect(next);
  const [t, methods] = await Promise.all([getTranslations("account"), listProofMethods(actor)]);
  return (
    <>
      {methods.password ? (
        <AccountForm
          action={confirmByPasswordAction}
          title={t("confirm.title")}
          text={t("confirm.text")}
          fields={[{ name: "password", label: t("password"), type: "password", autoComplete: "current-password" }]}
          hidden={{ next }}
          submit={t("confirm.submit")}
          passwordWords={{ show: t("show"), hide: t("hide") }}
        />
      ) : (
        <>
          <h1 className="text-xl">{t("confirm.title")}</h1>
          <p className="mt-2 text-muted">{t("confirm.none")}</p>
        </>
      )}
      <form action={signOut} className="mt-6">
        <input type="hidden" name="next" value={next} />
        <SubmitButton look="quiet" className="w-full">
          {t("confirm.signInAgain")}
        </SubmitButton>
      </form>
    </>
  );
}
