import { vi } from "vitest";

const waitFor = vi.waitFor.bind(vi);

// Vitest's own second is short while two files share a busy machine, and it takes no other default; see expect.poll in vitest.config.ts.
vi.waitFor = (callback, options) => waitFor(callback, typeof options === "number" ? options : { timeout: 30_000, interval: 25, ...options });
