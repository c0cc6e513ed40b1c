import { getLocale } from "next-intl/server";
import { RefusalPage } from "@/components/shell/refusal-page";

export default async function AdminNotFound() {
  return <RefusalPage kind="notFound" locale={await getLocale()} />;
}
