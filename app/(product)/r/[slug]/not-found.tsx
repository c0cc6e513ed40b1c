import { RefusalPage } from "@/components/shell/refusal-page";

export default function UnknownRoom() {
  return <RefusalPage kind="unknownRoom" />;
}
