import { z } from "zod";

/** An address as it is stored and compared: trimmed, lower case, at most what SMTP can carry. `mistake` is said of what is none. */
export const emailSchemaWith = (mistake: string) => z.string().trim().toLowerCase().pipe(z.email(mistake).max(254, mistake));
