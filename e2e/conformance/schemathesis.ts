import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Actor, Sending } from "@/e2e/conformance/actors";

/** What became of the operations that one actor asked; `log` is for people. */
export type Outcome = { actor: string; passed: string[]; failed: string[]; cases: number; seconds: number; log: string };

const quoted = (text: string) => JSON.stringify(text);

/** The settings of a run: those in the file, and the paths of what exists. */
function configurationOf(sendings: Sending[]): string {
  const operations = sendings
    .filter(({ path: values }) => Object.keys(values).length > 0)
    .map(({ operation, path: values }) => `[[operations]]\ninclude-name = ${quoted(operation)}\nparameters = { ${Object.entries(values).map(([name, value]) => `${quoted(`path.${name}`)} = ${quoted(value)}`).join(", ")} }\n`);
  return [`hooks = ${quoted(path.resolve("e2e/conformance/hooks.py"))}`, readFileSync(path.resolve("e2e/conformance/schemathesis.toml"), "utf8"), ...operations].join("\n");
}

type Event = { ScenarioFinished?: { status: string; recorder: { label: string; cases?: object } } };

/** The worst status of each operation, over the phases of the run. */
function readEvents(file: string): { statuses: Map<string, string[]>; cases: number } {
  const statuses = new Map<string, string[]>();
  let cases = 0;
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const { ScenarioFinished: scenario } = JSON.parse(line) as Event;
    if (!scenario) continue;
    const { label } = scenario.recorder;
    cases += Object.keys(scenario.recorder.cases ?? {}).length;
    statuses.set(label, [...(statuses.get(label) ?? []), scenario.status]);
  }
  return { statuses, cases };
}

/** In `cwd`, where the program leaves its notes of earlier runs: a run must know of none. */
function run(program: string, args: string[], { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, log }));
  });
}

/**
 * Asks all operations of an actor. An operation passed when it was asked and every answer was as the document says; a
 * run that ends badly for another reason fails as a whole.
 */
export async function askOperations(program: string, folder: string, actor: Actor, sendings: Sending[]): Promise<Outcome> {
  const file = (name: string) => path.join(folder, `${actor.name}.${name}`);
  writeFileSync(file("toml"), configurationOf(sendings));
  writeFileSync(file("json"), JSON.stringify(Object.fromEntries(sendings.map(({ operation, credentials }) => [operation, credentials]))), { mode: 0o600 });
  const chosen = sendings.flatMap(({ operation }) => ["--include-name", operation]);
  const phases = actor.isThorough ? "coverage,fuzzing" : "fuzzing";
  const began = Date.now();
  const { code, log } = await run(
    program,
    ["--config-file", file("toml"), "run", `${process.env.APP_URL}/api/openapi.json`, "--phases", phases, "--no-color", "--report", "ndjson", "--report-ndjson-path", file("ndjson"), ...chosen],
    { cwd: folder, env: { ...process.env, CONFORMANCE_CREDENTIALS: file("json"), PYTHONDONTWRITEBYTECODE: "1" } },
  );
  const { statuses, cases } = readEvents(file("ndjson"));
  const isGood = ({ operation }: Sending) => statuses.get(operation)?.every((status) => status === "success") ?? false;
  const passed = sendings.filter(isGood).map(({ operation }) => operation);
  const failed = sendings.filter((sending) => !isGood(sending)).map(({ operation }) => operation);
  if (code !== 0 && failed.length === 0) failed.push(`the run ended with code ${code}`);
  return { actor: actor.name, passed, failed, cases, seconds: (Date.now() - began) / 1000, log };
}
