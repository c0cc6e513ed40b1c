import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@/e2e/fixtures";

test("an administrator registers a program; it gets a token for a person, lists their rooms, and is out the moment it is switched off", async ({ newPerson, openPage, openBrowser }) => {
  const [admin, person] = [await newPerson({ role: "admin" }), await newPerson()];
  const page = await openPage(admin);
  await page.goto("/admin/applications/new");
  const name = `Calendar ${admin.userId}`;
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Mail domains").fill("example.test");
  await page.getByLabel("List a person’s rooms").check();
  expect((await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze()).violations).toEqual([]);
  await page.getByRole("button", { name: "Create application" }).click();
  await expect(page.getByRole("heading", { name: "Keep this secret now" })).toBeVisible();
  const [clientId, secret] = [await page.getByLabel("Client id").inputValue(), await page.getByLabel("Client secret").inputValue()];
  await page.getByText("I have kept it").click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  const { request } = await openBrowser(null);
  const ask = () => request.post("/external-api/v1.0/application/token/", { data: { client_id: clientId, client_secret: secret, grant_type: "client_credentials", scope: person.email } });
  const granted = await ask();
  expect(granted.status()).toBe(200);
  const { access_token: token, ...rest } = (await granted.json()) as Record<string, unknown>;
  expect(rest).toEqual({ token_type: "Bearer", expires_in: 3600, scope: "rooms:list" });
  const rooms = (headers: Record<string, string>) => request.get("/external-api/v1.0/rooms/", { headers });
  expect((await rooms({ authorization: `Bearer ${String(token)}` })).status()).toBe(200);
  expect((await rooms({})).status()).toBe(401);

  await page.getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("button", { name: "Switch on" })).toBeVisible();
  expect([(await rooms({ authorization: `Bearer ${String(token)}` })).status(), (await ask()).status()]).toEqual([401, 401]);
});
