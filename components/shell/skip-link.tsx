/** The first stop of the keyboard: past the navigation, to `#content`. */
export function SkipLink({ text }: { text: string }) {
  return (
    <a href="#content" className="skip-link">
      {text}
    </a>
  );
}
