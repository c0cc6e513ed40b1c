/** @typedef {import("./test-counts.mjs").Counts} Counts */
/** @typedef {{ name: string, run: (write: ((words: Buffer) => void) | null) => Promise<Counts> }} Step `write` takes its words; null lets it print them itself */

/**
 * What may run side by side on two cores: steps of one thread that share nothing. The build rewrites types that the
 * checks read, so it comes after them; whatever starts databases, calls and browsers has the machine for itself.
 */
const stages = [
  [["typecheck", "layers", "deadcode", "audit"], ["lint"]],
  [["unit"], ["build"]],
];

/**
 * Puts steps into stages that follow one another, each of lanes that run side by side. A step that no stage names is a
 * stage of its own, at its place.
 * @param {readonly Step[]} steps in their order @returns {Step[][][]}
 */
export function planLanes(steps) {
  const rest = [...steps];
  /** @type {Step[][][]} */
  const plan = [];
  while (rest.length > 0) {
    const stage = stages.find((lanes) => lanes.flat().includes(rest[0]?.name ?? ""));
    const lanes = (stage ?? [[rest[0]?.name]]).map((names) => names.flatMap((name) => rest.filter((step) => step.name === name))).filter((lane) => lane.length > 0);
    for (const step of lanes.flat()) rest.splice(rest.indexOf(step), 1);
    plan.push(lanes);
  }
  return plan;
}

/**
 * Runs the lanes of a stage side by side. A lone lane speaks for itself; of several each step's words are shown whole
 * when it is over.
 * @param {Step[][]} lanes
 * @param {(step: Step, write: ((words: Buffer) => void) | null) => Promise<void>} run never rejects
 * @param {(step: Step, words: Buffer) => void} show
 */
export async function runLanes(lanes, run, show) {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const step of lane) {
        if (lanes.length === 1) {
          await run(step, null);
          continue;
        }
        /** @type {Buffer[]} */
        const words = [];
        await run(step, (part) => words.push(part));
        show(step, Buffer.concat(words));
      }
    }),
  );
}
