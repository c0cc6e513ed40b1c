import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { closeDatabase } from "@/db/client";
import { actors, makeWorld, sendingOf, type Actor, type World } from "@/e2e/conformance/actors";
import { askOperations, type Outcome } from "@/e2e/conformance/schemathesis";
import startProduct from "@/e2e/product";
import { allContracts } from "@/lib/http/endpoints/all";
import { ensureSchemathesis } from "@/server/setup/schemathesis.mjs";
import { Terminal } from "@/server/setup/terminal.mjs";

/*
 * npm run conformance: asks every operation of the running product whether it answers as /api/openapi.json says, by
 * anonymous, a room's owner, an admin and a program. No answer may be a 5xx, have a status, type or body that the
 * document does not name, or take what it says is refused.   --actor owner   only one of them
 */

const { values: options } = parseArgs({ options: { actor: { type: "string" }, report: { type: "string" } } });

async function ask(program: string, folder: string, actor: Actor, world: World): Promise<Outcome> {
  const sendings = [];
  for (const contract of allContracts.filter(({ path: each }) => actor.asks(each))) sendings.push(await sendingOf(actor.name, contract, world));
  const outcome = await askOperations(program, folder, actor, sendings);
  if (outcome.failed.length > 0) console.log(outcome.log);
  console.log(`${outcome.failed.length === 0 ? "✓" : "✗"} ${actor.name.padEnd(10)} ${outcome.passed.length} operations as documented, ${outcome.failed.length} not; ${outcome.cases} requests in ${outcome.seconds.toFixed(1)} s`);
  for (const operation of outcome.failed) console.log(`    ${operation}`);
  return outcome;
}

/** Two at a time: one makes up questions while the other waits for answers. */
async function askAll(program: string, folder: string): Promise<Outcome[]> {
  const world = await makeWorld();
  const waiting = actors.filter(({ name }) => options.actor === undefined || name === options.actor);
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let actor = waiting.shift(); actor; actor = waiting.shift()) outcomes.push(await ask(program, folder, actor, world));
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
}

async function main(): Promise<number> {
  const program = await ensureSchemathesis(new Terminal());
  // The hooks give each request an address, as a proxy would.
  process.env.TRUSTED_PROXIES = "127.0.0.1,::1";
  const folder = mkdtempSync(path.join(tmpdir(), "atrium-conformance-"));
  const stop = await startProduct();
  try {
    const outcomes = await askAll(program, folder);
    const sum = (key: "passed" | "failed") => outcomes.reduce((total, outcome) => total + outcome[key].length, 0);
    if (options.report) writeFileSync(options.report, JSON.stringify({ passed: sum("passed"), failed: sum("failed") }));
    return sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
  } finally {
    await closeDatabase();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
