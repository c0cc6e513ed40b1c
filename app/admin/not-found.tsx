import { RefusalPage } from "@/components/shell/refusal-page";

export default function AdminNotFound() {
  return <RefusalPage kind="notFound" />;
}
