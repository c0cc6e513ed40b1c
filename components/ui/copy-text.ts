import { notify } from "@/components/ui/notify";

/** Copies a text and says whether it worked. Never throws: where the browser or its person does not allow it, or the page is not a secure one, that is said. @returns whether it worked */
export async function copyText(text: string, words: { copied: string; failed: string }): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    notify({ text: words.failed, tone: "danger" });
    return false;
  }
  notify({ text: words.copied });
  return true;
}
