import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";

/** In the place of a part of the call whose code did not come. */
export function Unloaded({ again }: { again: () => void }) {
  const t = useTranslations("call.unloaded");
  return <ErrorNote title={t("title")} kept={t("kept")} todo={t("todo")} action={<Button onClick={again}>{t("again")}</Button>} />;
}
