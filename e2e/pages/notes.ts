import { expect, type Locator, type Page } from "@playwright/test";

/** The notes of a room as one person has them. */
export class NotesView {
  readonly region: Locator;
  readonly text: Locator;

  constructor(readonly page: Page) {
    this.region = page.getByRole("region", { name: "Notes", exact: true });
    this.text = this.region.getByRole("textbox");
  }

  async open(slug: string): Promise<void> {
    await this.page.goto(`/r/${slug}/notes`);
    await expect(this.text).toBeVisible();
  }

  /** Writes a paragraph of its own at the end. */
  async write(words: string): Promise<void> {
    await this.text.press("Control+End");
    await this.text.press("Enter");
    await this.text.pressSequentially(words);
  }

  /** @param state as the page has it: `saved`, `saving`, `offline`, `offlineSaved`, `readOnly` */
  async expectState(state: string): Promise<void> {
    await expect(this.region.getByRole("status")).toHaveAttribute("data-notes", state);
  }

  /** The paragraphs with something in them, without the names that stand at others' cursors. */
  async paragraphs(): Promise<string[]> {
    return this.text.evaluate((element) => {
      const copy = element.cloneNode(true) as HTMLElement;
      for (const cursor of copy.querySelectorAll(".note-cursor")) cursor.remove();
      return [...copy.querySelectorAll("p, h1, h2, h3")].map((each) => each.textContent?.trim() ?? "").filter((words) => words !== "");
    });
  }
}
