import { notFound } from "next/navigation";

/** Where a share link leads that counts no longer, or never did. */
export default function LinkEndedPage() {
  notFound();
}
