import { getLocale } from "next-intl/server";
import { RefusalPage } from "@/components/shell/refusal-page";

export default async function UnknownRoom() {
  return <RefusalPage kind="unknownRoom" locale={await getLocale()} />;
}
