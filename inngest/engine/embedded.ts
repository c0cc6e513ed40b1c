import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { Engine, type EngineOptions } from "@/inngest/engine/engine";
import { inProcess } from "@/inngest/engine/transport";

export type EmbeddedOptions = Omit<EngineOptions, "transport"> & { client: Inngest.Any; functions: InngestFunction.Any[] };

/** An engine that runs `functions` in this process, through the SDK's own handler. */
export function createEmbeddedEngine({ client, functions, ...options }: EmbeddedOptions): Engine {
  return new Engine({ ...options, transport: inProcess(serve({ client, functions })) });
}
