import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const key = Symbol.for("atrium.metrics");
const countKey = Symbol.for("atrium.metrics.realtime");
const gateKey = Symbol.for("atrium.metrics.gate");
const shared = globalThis as { [key]?: Metrics; [countKey]?: () => number; [gateKey]?: () => number };

/** What this process counts. Figures of the whole installation are read from Postgres when somebody asks. */
function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new Gauge({ name: `atrium_${name}`, help, registers });
  return {
    registry,
    requests: new Counter({ name: "atrium_http_requests_total", help: "Requests answered, by area of the product, method and status", labelNames: ["area", "method", "status"], registers }),
    requestSeconds: new Histogram({ name: "atrium_http_request_seconds", help: "Time to answer a request, by area; without streams and uploads", labelNames: ["area"], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers }),
    realtime: new Gauge({
      name: "atrium_realtime_connections",
      help: "Event streams open in this process",
      registers,
      collect() {
        this.set(shared[countKey]?.() ?? 0);
      },
    }),
    gateConnections: new Counter({ name: "atrium_gate_connections_total", help: "Connections to calls that came to the gate: admitted, or refused and why", labelNames: ["outcome"], registers }),
    gateSeconds: new Histogram({ name: "atrium_gate_seconds", help: "From a connection's arrival at the gate to LiveKit's answer or the refusal", buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers }),
    gateOpen: new Gauge({
      name: "atrium_gate_connections",
      help: "Connections to calls that this process holds",
      registers,
      collect() {
        this.set(shared[gateKey]?.() ?? 0);
      },
    }),
    webhookLag: new Histogram({ name: "atrium_webhook_lag_seconds", help: "From the moment that LiveKit tells of to its webhook's arrival here; LiveKit counts in whole seconds", buckets: [0.5, 1, 2, 5, 10, 30, 60, 300], registers }),
    transcode: new Histogram({ name: "atrium_transcode_seconds", help: "Time that converting one video took", buckets: [5, 15, 60, 300, 900, 3600, 14400], registers }),
    rooms: gauge("rooms", "Rooms that are not deleted"),
    calls: gauge("calls", "Calls that run"),
    participants: gauge("participants", "People in calls"),
    queueAge: gauge("job_queue_age_seconds", "Age of the oldest call of a background function that is due"),
    pendingEvents: gauge("job_events_pending", "Recorded events that no function was started for yet"),
    runs: new Gauge({ name: "atrium_job_runs", help: "Runs of background functions by state; failed ones of the last day", labelNames: ["state"], registers }),
    databaseUp: gauge("database_up", "1 when Postgres answered while these figures were collected"),
  };
}

type Metrics = ReturnType<typeof createMetrics>;
/** The figures of this process: one set for the server and for Next's bundle, which load this module twice. */
export function metrics(): Metrics {
  return (shared[key] ??= createMetrics());
}

/** Says how the event streams of this process are counted; the gateway that holds them does, once. */
export function countRealtimeWith(count: () => number): void {
  shared[countKey] = count;
}

/** The same for the connections to calls. */
export function countGateWith(count: () => number): void {
  shared[gateKey] = count;
}

/** How many event streams are open in this process now. */
export function readRealtimeConnections(): number {
  return shared[countKey]?.() ?? 0;
}
