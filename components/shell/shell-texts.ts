import type { LobbyTexts } from "@/components/lobby/texts";
import type { MissingWords } from "@/components/ui/toasts";
import type shell from "@/messages/en/shell.json";

/** The words of the shell itself. */
export type ShellWords = typeof shell;

/** What the shell says, and what the parts say that stand in it on every page. */
export type ShellTexts = { shell: ShellWords; lobby: LobbyTexts; notices: string; close: string; missing: MissingWords };
