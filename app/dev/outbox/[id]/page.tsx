import { getFormatter, getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Card } from "@/components/ui/card";
import { parseId } from "@/lib/core/ids";
import { load } from "@/lib/http/page";
import { getOutboxMail } from "@/lib/notifications/queries";

/** The text of a mail with its addresses as links. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} className="link break-all">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

export default async function OutboxMailPage({ params }: { params: Promise<{ id: string }> }) {
  const id = parseId((await params).id);
  if (id === null) notFound();
  const mail = await load(`/dev/outbox/${id}`, () => getOutboxMail(id));
  const [t, format] = await Promise.all([getTranslations("account.outbox"), getFormatter()]);
  return (
    <div className="grid gap-6">
      <Link href="/dev/outbox" className="link justify-self-start text-ui">
        {t("back")}
      </Link>
      <header className="grid gap-1">
        <h1 className="text-xl break-words">{mail.subject}</h1>
        <p className="text-ui text-muted">
          {t("recipient")} <bdi className="break-all text-ink">{mail.recipient}</bdi> · {format.dateTime(mail.createdAt, { dateStyle: "medium", timeStyle: "medium" })}
        </p>
      </header>
      <Card className="whitespace-pre-line">{withLinks(mail.text)}</Card>
      <section className="grid gap-2">
        <h2 className="text-md">{t("preview")}</h2>
        <iframe title={t("preview")} sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={`<base target="_blank">${mail.html}`} className="h-[36rem] w-full rounded-card border border-hairline" />
      </section>
    </div>
  );
}
