import { RefusalPage } from "@/components/shell/refusal-page";

export default function LinkEnded() {
  return <RefusalPage kind="linkEnded" />;
}
