/** Puts values into a text of ours: `{name}` becomes the value of that name. For the few texts that a browser fills in itself. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
