import { z } from "zod";

export const linkNoteMaxLength = 100;

const note = z
  .string()
  .trim()
  .max(linkNoteMaxLength, { error: `At most ${linkNoteMaxLength} characters.` })
  .refine((text) => !/\p{Cc}/u.test(text), { error: "Control characters are not allowed." });

/** A link with which anybody watches a video: for whom it is, and until when; null: until it is revoked. */
export const createVideoLinkInput = z.strictObject({ note: note.optional(), expires_at: z.iso.datetime({ offset: true }).nullable() });
export type CreateVideoLinkInput = z.output<typeof createVideoLinkInput>;

/** Taken back, or put in force again. */
export const changeVideoLinkInput = z.strictObject({ revoked: z.boolean() });

/** `url` opens the video for whoever has it, as long as the link is neither revoked nor at its end. Times are RFC 3339. */
export const videoLinkItem = z.object({
  id: z.int().positive(),
  note: z.string(),
  url: z.string(),
  created_at: z.string(),
  created_by: z.object({ id: z.int(), name: z.string() }).nullable(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked: z.boolean(),
  in_force: z.boolean(),
});
export type VideoLinkItem = z.output<typeof videoLinkItem>;
export const videoLinkList = z.object({ items: z.array(videoLinkItem) });
