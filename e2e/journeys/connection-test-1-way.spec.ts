import { findings, views } from "@/e2e/a11y/axe";
import { expect, test } from "@/e2e/fixtures";

test("a person without an account tests microphone, camera, speaker and network, and gets a report to copy", async ({ openPage }) => {
  const page = await openPage(null, views["a phone in the dark"]);
  await page.goto("/connection-test");
  await page.getByRole("button", { name: "Start the test" }).click();
  await expect(page.getByText("We hear you.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Your camera sends \d+ × \d+/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Your computer reaches the call server directly \(UDP\)\. Round trip \d+ ms/)).toBeVisible({ timeout: 60_000 });

  await page.getByRole("button", { name: "Play a sound" }).click();
  await page.getByRole("button", { name: "Yes" }).click();
  await expect(page.getByText("You hear the call.")).toBeVisible();
  const report = page.getByLabel("Report", { exact: true });
  await expect(report).toContainText("network: direct over UDP");
  await expect(report).toContainText("speaker: heard");
  expect(await findings(page)).toEqual([]);
});
