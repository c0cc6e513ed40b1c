import { defaultCategory } from "@/lib/videos/constants";

/** A category as people read it: the name that stands for "none" is ours to translate, the others are their own words. */
export function categoryName(category: string, other: string): string {
  return category === defaultCategory ? other : category;
}
