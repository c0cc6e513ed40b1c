import { GET } from "@/app/api/rooms/route";
import { closeDatabase } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";
import { listRoomsUncounted } from "@/lib/rooms/queries/list-rooms";

/* The measurement of session-check.mjs: prints one line of JSON. */

const rounds = 7;
const perRound = 300;

const actor = await createActor();
for (let count = 0; count < 10; count += 1) await createRoomWith([[actor, "member"]]);
const cookie = `${accessCookie}=${await mintSessionToken(actor.userId, actor.sessionId)}`;
const context = { params: Promise.resolve({}) };

const request = () => new Request("http://localhost/api/rooms/", { headers: { cookie } });

/** The same answer by a handler that asks nobody who they are, counts nothing and checks nothing. */
async function handleBare(_request: Request): Promise<Response> {
  const { count, rooms } = await listRoomsUncounted(actor, { limit: 100 });
  return Response.json({ count, next: null, previous: null, results: rooms });
}

const checked = async () => answered(await GET(request(), context));
const bare = async () => answered(await handleBare(request()));

async function answered(response: Response): Promise<string> {
  if (response.status !== 200) throw new Error(`A request was answered ${response.status}.`);
  return response.text();
}

/** Microseconds of processor time a call. */
async function cost(work: () => Promise<string>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < perRound; count += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / perRound;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

await cost(checked);
await cost(bare);
const costs = { checked: [] as number[], bare: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  costs.checked.push(await cost(checked));
  costs.bare.push(await cost(bare));
}
const [checkedMicros, bareMicros] = [median(costs.checked), median(costs.bare)].map(Math.round) as [number, number];
console.log(JSON.stringify({ calls: rounds * perRound, checkedMicros, bareMicros, ratio: Number((checkedMicros / bareMicros).toFixed(2)), aimRatio: 1.5 }));
await closeDatabase();
