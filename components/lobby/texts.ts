import type texts from "@/messages/en/lobby.json";

/** The texts of a host's lobby come as a prop: they are on every page, and a formatter would weigh more than they do. */
export type LobbyTexts = (typeof texts)["host"];
