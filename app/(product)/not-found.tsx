import { RefusalPage } from "@/components/shell/refusal-page";

export default function ProductNotFound() {
  return <RefusalPage kind="notFound" />;
}
