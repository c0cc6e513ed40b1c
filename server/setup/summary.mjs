/** @param {Record<string, string | undefined>} env @param {string} appUrl */
function whereMailsGo(env, appUrl) {
  if (env.MAIL === "off") return "switched off (MAIL=off)";
  if (!env.SMTP_URL) return `${appUrl}/dev/outbox`;
  try {
    return `sent through ${new URL(env.SMTP_URL).host}`;
  } catch {
    return "sent through SMTP_URL";
  }
}

/**
 * What a newcomer needs to know, once everything runs. The last line is for programs that wait for it.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {object} facts
 * @param {ReturnType<typeof import("./options.mjs").readPlaces>} facts.places
 * @param {Record<string, string | undefined>} facts.env
 * @param {ReadonlyArray<{ email: string, password: string, role: string }>} facts.accounts
 * @param {number} facts.seconds
 */
export function printSummary(terminal, { places, env, accounts, seconds }) {
  const entry = (label, text) => terminal.line(`  ${terminal.paint(label.padEnd(10), 2)} ${text}`);
  terminal.line();
  entry("Open", `${terminal.paint(places.appUrl, 1)}   ${terminal.paint(`ready after ${seconds.toFixed(1)} s`, 2)}`);
  const width = (key) => Math.max(0, ...accounts.map((account) => account[key].length));
  accounts.forEach(({ email, password, role }, index) =>
    entry(index === 0 ? "Sign in" : "", `${email.padEnd(width("email"))}   ${password.padEnd(width("password"))}   ${role}`),
  );
  entry("Mails", whereMailsGo(env, places.appUrl));
  entry("Data", places.dataDir);
  entry("Logs", places.logDir);
  entry("Stop", "Ctrl-C");
  terminal.line();
  terminal.line(`ATRIUM READY ${places.appUrl}`);
}
