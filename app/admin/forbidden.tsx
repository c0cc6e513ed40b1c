import { RefusalPage } from "@/components/shell/refusal-page";

/** A part of the administration that is for administrators, to a moderator who came to it. The rest stays in reach. */
export default function AdminForbidden() {
  return <RefusalPage kind="forbiddenAdmin" />;
}
