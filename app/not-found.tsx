import { RefusalPage } from "@/components/shell/refusal-page";

export default function NotFound() {
  return (
    <main>
      <RefusalPage kind="notFound" />
    </main>
  );
}
