import Search from "@lucide/icons/icons/search";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Input, Select } from "@/components/ui/input";
import { categoryName } from "@/components/videos/category-name";
import { lengths, type LibraryFilter } from "@/components/videos/library-filter";
import type { VideoCard } from "@/lib/videos/contract";

/** More would not be looked through; a search by words finds the rest. */
const suggestionCount = 200;

/** Finds in the library: by words, which titles and categories are offered for, by category and by length. A form of its own page: the address keeps what was asked, without a script too. */
export function LibrarySearch({ videos, filter }: { videos: readonly VideoCard[]; filter: LibraryFilter }) {
  const t = useTranslations("videos");
  const categories = [...new Set(videos.map(({ category }) => category))].sort((a, b) => a.localeCompare(b));
  const suggestions = [...new Set([...videos.map(({ title }) => title), ...categories])].slice(0, suggestionCount);
  return (
    <form role="search" action="/videos" aria-label={t("search")} className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,24rem)_auto_auto_auto] sm:justify-start">
      <Input type="search" name="q" aria-label={t("search")} placeholder={t("search")} list="library-suggestions" autoComplete="off" maxLength={200} defaultValue={filter.q} className="col-span-2 sm:col-span-1" />
      <datalist id="library-suggestions">
        {suggestions.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
      <Select name="category" aria-label={t("category")} defaultValue={filter.category ?? ""}>
        <option value="">{t("allCategories")}</option>
        {categories.map((category) => (
          <option key={category} value={category}>
            {categoryName(category, t("other"))}
          </option>
        ))}
      </Select>
      <Select name="length" aria-label={t("length")} defaultValue={filter.length ?? ""}>
        <option value="">{t("anyLength")}</option>
        {lengths.map((each) => (
          <option key={each} value={each}>
            {t(`lengths.${each}`)}
          </option>
        ))}
      </Select>
      <Button type="submit" icon={<Icon of={Search} size={18} />} className="col-span-2 sm:col-span-1">
        {t("find")}
      </Button>
    </form>
  );
}
