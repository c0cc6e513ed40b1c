import type texts from "@/messages/en/host.json";

/** The texts of what hosts do, as a prop of the parts that run in the browser. */
export type HostTexts = typeof texts;
