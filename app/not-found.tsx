import { getLocale } from "next-intl/server";
import { RefusalPage } from "@/components/shell/refusal-page";

export default async function NotFound() {
  return (
    <main>
      <RefusalPage kind="notFound" locale={await getLocale()} />
    </main>
  );
}
