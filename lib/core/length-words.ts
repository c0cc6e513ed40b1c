/** A length of time in words of its largest whole unit: `30 seconds`, `5 minutes`, `1 hour`, `7 days`. */
export function lengthInWords(seconds: number, locale: string): string {
  const [unit, size] = seconds > 0 && seconds % 86_400 === 0 ? ["day", 86_400] : seconds % 3600 === 0 ? ["hour", 3600] : seconds % 60 === 0 ? ["minute", 60] : ["second", 1];
  return new Intl.NumberFormat(locale, { style: "unit", unit: String(unit), unitDisplay: "long" }).format(seconds / Number(size));
}
