import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";

/** One's address, and the one that waits for its confirmation. */
export function AddressCard({ email, waiting, cancel }: { email: string; waiting: { newEmail: string; until: Date } | null; cancel: (form: FormData) => Promise<void> }) {
  const t = useTranslations("profile.address");
  const format = useFormatter();
  return (
    <Card aria-labelledby="address" className="grid gap-4">
      <h2 id="address" className="text-lg">
        {t("title")}
      </h2>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <bdi className="min-w-0 break-words">{email}</bdi>
        <ButtonLink href="/settings/address" prefetch={false}>
          {t("change")}
        </ButtonLink>
      </div>
      {waiting && (
        <form action={cancel} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-control bg-sunken px-4 py-3">
          <p className="min-w-0 text-ui break-words">
            {t("waiting", { email: waiting.newEmail, until: format.dateTime(waiting.until, { dateStyle: "medium", timeStyle: "short" }) })}
          </p>
          <SubmitButton look="quiet">{t("cancel")}</SubmitButton>
        </form>
      )}
    </Card>
  );
}
