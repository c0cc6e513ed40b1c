import { LinkedText } from "@/components/ui/linked-text";

/** What somebody wrote of their video, its lines kept and its addresses as links; nothing where they wrote nothing. */
export function Description({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <p dir="auto" className="mt-2 max-w-text text-base break-words whitespace-pre-line">
      <LinkedText text={text} />
    </p>
  );
}
