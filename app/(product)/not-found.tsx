import { getLocale } from "next-intl/server";
import { RefusalPage } from "@/components/shell/refusal-page";

export default async function ProductNotFound() {
  return <RefusalPage kind="notFound" locale={await getLocale()} />;
}
