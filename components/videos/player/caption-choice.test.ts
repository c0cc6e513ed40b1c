import { expect, test } from "vitest";
import { captionFor, firstChoice, readChoice } from "@/components/videos/player/caption-choice";

const caption = (id: number, language: string, isDefault = false) => ({ id, language, label: language, default: isDefault, url: `/c/${id}` });
const captions = [caption(1, "en"), caption(2, "pt-BR", true), caption(3, "de")];

test("who never chose sees what is shown from the start; who chose a language sees it in every video that has it, and none where none was chosen", () => {
  const shown = (language?: string | null) => captionFor(captions, { ...firstChoice, ...(language === undefined ? {} : { language }) })?.id ?? null;
  expect([shown(), shown("de"), shown("pt"), shown("fr"), shown(null)]).toEqual([2, 3, 2, null, null]);
  expect(captionFor([captions[0]!], firstChoice)).toBeNull();
});

test("what was kept is read as far as it can be", () => {
  expect(readChoice(JSON.stringify({ language: "de", size: "large", ground: "none" }))).toEqual({ language: "de", size: "large", ground: "none" });
  for (const broken of [null, "", "[]", "nonsense", '{"size":"huge","language":7}']) expect(readChoice(broken), String(broken)).toEqual(firstChoice);
});
