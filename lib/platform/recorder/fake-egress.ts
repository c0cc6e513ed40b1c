import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { EgressInfo, EgressStatus, RoomCompositeEgressRequest, TokenVerifier } from "livekit-server-sdk";
import { env } from "@/lib/platform/env";

type Method = "StartRoomCompositeEgress" | "ListEgress" | "StopEgress";
type JsonBody = Record<string, string | number | boolean>;
/** `cut` and `hang` do what they were asked for, and do not answer: the connection ends, or stays open. `hold` answers when `release` is called. */
type Failure = { status: number; code: string } | "cut" | "hang" | "hold";

/** LiveKit's Egress API for tests: a server that speaks its protocol, in memory, told to fail where a test wants it. */
export class FakeEgress {
  readonly all = new Map<string, EgressInfo>();
  readonly asked: Method[] = [];
  private readonly failing = new Map<Method, Failure[]>();
  private readonly held: (() => void)[] = [];
  private readonly server = createServer((req, res) => void this.serve(req, res));
  /** A machine that ends at once when it is asked to, as real ones do after moments. */
  endsWhenAsked = true;
  /** As when no Egress process is there. */
  hasMachines = true;

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    env().LIVEKIT_URL = `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  forget(): void {
    this.all.clear();
    this.asked.length = 0;
    this.failing.clear();
    this.endsWhenAsked = true;
    this.hasMachines = true;
  }

  /** The next calls of this method fail so. */
  fail(method: Method, ...how: Failure[]): void {
    this.failing.set(method, [...(this.failing.get(method) ?? []), ...how]);
  }

  release(): void {
    for (const answer of this.held.splice(0)) answer();
  }

  count(method: Method): number {
    return this.asked.filter((each) => each === method).length;
  }

  /** Brings an egress into another state, with what Egress says about it then. */
  move(id: string, status: EgressStatus, { bytes = 0, ...words }: { bytes?: number; error?: string; details?: string } = {}): void {
    const results = EgressInfo.fromJson({ fileResults: [{ filename: "file.mp4", ...(bytes > 0 ? { size: String(bytes) } : {}) }] });
    Object.assign(this.all.get(id)!, words, { status, fileResults: results.fileResults });
  }

  begin(request: RoomCompositeEgressRequest, status = EgressStatus.EGRESS_STARTING): EgressInfo {
    const egressId = `EG_${this.all.size + 1}`;
    const info = new EgressInfo({ egressId, roomName: request.roomName, status, startedAt: BigInt(this.all.size + 1), request: { case: "roomComposite", value: request } });
    this.all.set(egressId, info);
    return info;
  }

  /** Says of an egress what a real one said of it. */
  tell(said: Parameters<typeof EgressInfo.fromJson>[0]): void {
    const info = EgressInfo.fromJson(said);
    this.all.set(info.egressId, info);
  }

  private answer(method: Method, body: JsonBody): object {
    if (method === "ListEgress") {
      const { roomName, egressId, active } = body;
      const items = [...this.all.values()].filter((each) => (!roomName || each.roomName === roomName) && (!egressId || each.egressId === egressId) && (!active || each.status <= EgressStatus.EGRESS_ENDING));
      return egressId && items.length === 0 ? { status: 404, code: "not_found" } : { items: items.map((each) => each.toJson()) };
    }
    if (method === "StartRoomCompositeEgress") {
      if (!this.hasMachines) return { status: 503, code: "unavailable" };
      return this.begin(RoomCompositeEgressRequest.fromJson(body)).toJson() as object;
    }
    const info = this.all.get(String(body.egressId));
    if (!info) return { status: 404, code: "not_found" };
    if (info.status > EgressStatus.EGRESS_ACTIVE) return { status: 412, code: "failed_precondition" };
    if (!this.endsWhenAsked) info.status = EgressStatus.EGRESS_ENDING;
    else if (info.status === EgressStatus.EGRESS_STARTING) this.move(info.egressId, EgressStatus.EGRESS_ABORTED, { error: "Start signal not received", details: "End reason: StopEgress API" });
    else this.move(info.egressId, EgressStatus.EGRESS_COMPLETE, { bytes: 1_000, details: "End reason: StopEgress API" });
    return info.toJson() as object;
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const method = req.url!.split("/").at(-1) as Method;
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const { video } = await new TokenVerifier(env().LIVEKIT_API_KEY, env().LIVEKIT_API_SECRET).verify(req.headers.authorization!.replace("Bearer ", ""));
    if (!video?.roomRecord) return void res.writeHead(403, { "content-type": "application/json" }).end('{"code":"permission_denied","msg":"no"}');
    this.asked.push(method);
    const failure = this.failing.get(method)?.shift();
    const answer = typeof failure === "object" ? failure : this.answer(method, JSON.parse(Buffer.concat(chunks).toString()) as JsonBody);
    if (failure === "cut") return void req.socket.destroy();
    if (failure === "hang") return;
    if (failure === "hold") await new Promise<void>((resolve) => this.held.push(resolve));
    const isFault = "code" in answer && "status" in answer;
    res.writeHead(isFault ? Number(answer.status) : 200, { "content-type": "application/json" });
    res.end(JSON.stringify(isFault ? { code: answer.code, msg: "told to" } : answer));
  }
}
