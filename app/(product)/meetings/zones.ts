/** Every zone that this machine knows, by name; UTC is not in the list that the language gives. */
export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}
