import { z } from "zod";
import { defineMail } from "@/lib/platform/mail/kind";

/** To whoever wrote a reported message: moderators ask them to mind what they write. Never who reported it. */
export const warningMail = defineMail("report.warning", {
  data: z.strictObject({ room: z.string(), said: z.string(), words: z.string() }),
  namespace: "reports",
  compose: ({ t, data: { room, said, words } }) => ({
    subject: t("mail.subject", { room }),
    paragraphs: [t("mail.text", { room }), ...(said ? [t("mail.said", { said })] : []), ...(words ? [t("mail.words", { words })] : []), t("mail.ask")],
    footnote: t("mail.footnote"),
  }),
});
