import { RefusalPage } from "@/components/shell/refusal-page";

export default function Forbidden() {
  return (
    <main>
      <RefusalPage kind="forbidden" />
    </main>
  );
}
