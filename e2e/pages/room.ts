import type { Locator, Page } from "@playwright/test";
import { expect } from "@/e2e/fixtures";

/** A room's page as a member sees it. */
export class RoomPage {
  readonly log: Locator;
  readonly composer: Locator;
  constructor(readonly page: Page) {
    this.log = page.getByRole("log", { name: "Messages" });
    this.composer = page.getByRole("textbox", { name: "Write a message" });
  }

  /** Opens the room and waits until events arrive. */
  async open(slug: string): Promise<void> {
    await this.page.goto(`/r/${slug}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.page.locator("[data-connection]")).toHaveAttribute("data-connection", "online");
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** The message with this text. */
  line(text: string): Locator {
    return this.log.locator("li[data-version]").filter({ has: this.page.locator("p", { hasText: text }) });
  }

  /** The texts of the chat in order, confirmed ones and those on their way. */
  async texts(): Promise<string[]> {
    return this.log.locator("li p[dir=auto]").allInnerTexts();
  }
}
