/** The prejoin page's own layout, shown only when it takes longer than a moment. */
export default function CallLoading() {
  return (
    <div className="prejoin" aria-hidden="true">
      <div className="picture animate-wait" />
      <div className="grid animate-wait content-center gap-6">
        <div className="h-8 w-2/3 rounded-control bg-surface" />
        <div className="h-5 w-1/2 rounded-control bg-surface" />
        <div className="h-10 w-36 rounded-control bg-surface" />
      </div>
    </div>
  );
}
