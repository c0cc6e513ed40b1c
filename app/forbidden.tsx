import { getLocale } from "next-intl/server";
import { RefusalPage } from "@/components/shell/refusal-page";

export default async function Forbidden() {
  return (
    <main>
      <RefusalPage kind="forbidden" locale={await getLocale()} />
    </main>
  );
}
