import { SubmitButton } from "@/components/ui/submit-button";

/** The end of a form that saves: its button, and the word that it is done, which screen readers are told. */
export function SaveBar({ save, saved, isSaved }: { save: string; saved: string; isSaved: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      <SubmitButton>{save}</SubmitButton>
      <p role="status" className="text-ui text-muted empty:hidden">
        {isSaved ? saved : null}
      </p>
    </div>
  );
}
