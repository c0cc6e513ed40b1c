import { withInstance } from "./instance.mjs";
import { ask, measureRequests, processOn, signIn } from "./process-cost.mjs";

const requests = 300;
/** Until the engine has compiled what is hot, and the connections have prepared their statements. */
const warm = 3000;
const messages = 40;
/** At a time: the figure that the aim was set beside was taken so. */
const together = 16;

/** What the HTML of a room's page costs its server, for a member of a room with a screenful of messages; beside it a page with next to nothing on it. Linux only: it reads /proc. */
export async function measure() {
  return withInstance(async ({ url, accounts, ports }) => {
    const [account] = accounts;
    if (!account) throw new Error("The product printed no demo account.");
    const person = await signIn(url, account);
    const room = JSON.parse((await ask(`${url}/api/rooms/`, { method: "POST", headers: person }, JSON.stringify({ name: "Bench" }))).text);
    for (let count = 0; count < messages; count += 1) {
      for (;;) {
        const { status } = await ask(`${url}/api/rooms/${room.id}/messages/`, { method: "POST", headers: person }, JSON.stringify({ content: `Message ${count} of a talk, with some words in it.` }));
        if (status !== 429) break;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    const web = processOn(Number(ports.PORT));
    const open = () => ask(`${url}/r/${room.slug}`, { headers: { cookie: person.cookie, accept: "text/html" } });
    const { text } = await open();
    return {
      roomPage: { ...(await measureRequests(web, open, requests, warm, { together })), htmlBytes: Buffer.byteLength(text), aimCpuMs: 8 },
      roomPageOneByOne: await measureRequests(web, open, requests, 0),
      barePage: await measureRequests(web, () => ask(`${url}/login`, { headers: { accept: "text/html" } }), requests, warm, { together }),
    };
  });
}
