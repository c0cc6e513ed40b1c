import { createRoomWith } from "@/db/factories";
import { expect, test } from "@/e2e/fixtures";

/** Two pages, several changes, each rendered anew by the server: slow machines get their time. */
const patient = expect.configure({ timeout: 60_000 });

test("a room is renamed, quietened, deleted and brought back while somebody looks at it", async ({ newPerson, openPage }) => {
  test.setTimeout(240_000);
  const [ada, grace, bob] = await Promise.all([newPerson({ name: "Ada" }), newPerson({ name: "Grace" }), newPerson({ name: "Bob" })]);
  const { slug } = await createRoomWith([[ada, "owner"], [grace, "member"]], { name: "Draft" });
  await createRoomWith([[ada, "owner"], [bob, "member"]]);
  const [host, member] = await Promise.all([openPage(ada), openPage(grace)]);
  await member.goto(`/r/${slug}`);
  await patient(member.getByRole("heading", { level: 1, name: "Draft" })).toBeVisible();
  await patient(member.getByRole("link", { name: "Settings" })).toHaveCount(0);

  await host.goto(`/r/${slug}/settings`);
  await host.getByLabel("Name", { exact: true }).fill("Final");
  await host.getByRole("button", { name: "Save" }).click();
  await patient(member.getByRole("heading", { level: 1, name: "Final" })).toBeVisible();
  await host.getByRole("switch", { name: "Members may write" }).click();
  await patient(member.getByRole("textbox", { name: "Write a message" })).toHaveCount(0);

  await host.getByRole("link", { name: "Members" }).click();
  await host.getByLabel("Add people").fill("bo");
  await host.getByRole("button", { name: "Add Bob" }).click();
  await patient(member.getByText("Bob", { exact: true }).first()).toBeAttached();
  await host.getByLabel("Role of Grace").selectOption("administrator");
  await patient(member.getByRole("link", { name: "Settings" })).toBeVisible();

  await host.getByRole("link", { name: "Settings" }).click();
  await host.getByRole("button", { name: "Delete room" }).click();
  await patient(member.getByText("This room was deleted")).toBeVisible();
  await patient(member.getByText("Ada deleted it while you were here.")).toBeVisible();
  await host.getByRole("region", { name: "Notices" }).getByRole("listitem").filter({ hasText: "Final was deleted." }).getByRole("button", { name: "Undo" }).click();
  await patient(host.getByRole("heading", { level: 1, name: "Final" })).toBeVisible();
  await member.reload();
  await patient(member.getByRole("heading", { level: 1, name: "Final" })).toBeVisible();
});
