import qrcode from "qrcode-generator";

/** Light around the code, in modules, as the standard asks. */
const margin = 4;

/** A QR code, drawn here: what it says never leaves the page. Dark on light in both themes, or phones cannot read it. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const places = Array.from({ length: count * count }, (_, place) => [place % count, Math.floor(place / count)] as const);
  const path = places.filter(([x, y]) => code.isDark(y, x)).map(([x, y]) => `M${x + margin} ${y + margin}h1v1h-1z`).join("");
  const size = count + 2 * margin;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className={className}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
