const NEEDED = [20, 20];

/**
 * One sentence when this Node is too old, else null. Imported before anything else, so it uses nothing that an old
 * Node lacks.
 * @param {string} version like 20.20.1
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return null;
  return `Atrium needs Node ${NEEDED.join(".")} or newer; this is ${version}. Install a newer one from nodejs.org.`;
}
