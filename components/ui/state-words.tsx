/** What a place says that has nothing to show: a line, and where needed one more. */
export function StateWords({ title, text }: { title: string; text?: string | undefined }) {
  return (
    <div className="grid max-w-text gap-1">
      <p className="text-md font-semibold">{title}</p>
      {text && <p className="text-ui text-muted">{text}</p>}
    </div>
  );
}
