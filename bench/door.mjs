import { withInstance } from "./instance.mjs";
import { ask, measureRequests, processOn, signIn } from "./process-cost.mjs";

const validations = 300;
/** Of each account: a person may ask for sixty keys a minute. */
const keysPerAccount = 15;
const warmPerAccount = 3;
/** Each is asked for twice: the first time warms what asks LiveKit. */
const roomsPerAccount = 18;

/**
 * What the door costs: a key (LiveKit is asked once a second for a room, so for keys of one room and for those of another
 * room each), and a connection through the gate beside one to LiveKit directly. `floor`: what the cheapest answer of the
 * server itself costs, and of a route handler behind Next that reads and writes nothing. Linux only: it reads /proc.
 */
export async function measure() {
  return withInstance(async ({ url, accounts, ports }) => {
    const people = [];
    for (const account of accounts) people.push(await signIn(url, account));
    if (people.length === 0) throw new Error("The product printed no demo account.");
    const personAt = (turn) => people[turn % people.length];
    const makeRoom = async (turn) => JSON.parse((await ask(`${url}/api/rooms/`, { method: "POST", headers: personAt(turn) }, JSON.stringify({ name: "Bench" }))).text);
    const room = await makeRoom(0);
    const rooms = [];
    for (let turn = 0; turn < roomsPerAccount * people.length; turn += 1) rooms.push(await makeRoom(turn));
    const mintFor = ({ slug }, turn) => ask(`${url}/api/rooms/${slug}/token/`, { method: "POST", headers: personAt(turn) }, "{}");
    const mint = (turn) => mintFor(room, turn);
    const { token } = JSON.parse((await mint(0)).text);
    const [web, livekit] = [processOn(Number(ports.PORT)), processOn(Number(ports.LIVEKIT_PORT))];
    const validate = (base) => () => ask(`${base}/rtc/validate?access_token=${token}`);
    const floor = {
      server: await measureRequests(web, () => ask(`${url}/healthz`), validations, 50),
      nextRoute: await measureRequests(web, () => ask(`${url}/api/search/`, { method: "PUT" }), validations, 50, { expected: 405 }),
    };
    return {
      floor,
      token: { ...(await measureRequests(web, mint, keysPerAccount * people.length, warmPerAccount * people.length)), aimCpuMs: 4 },
      tokenForAnotherRoomEach: await measureRequests(web, (turn) => mintFor(rooms[turn], turn), rooms.length, rooms.length),
      gate: await measureRequests(web, validate(url), validations, 50),
      livekitDirectly: await measureRequests(livekit, validate(`http://127.0.0.1:${ports.LIVEKIT_PORT}`), validations, 50),
    };
  });
}
