/**
 * The parts of a storage key. Keys are made by our own code; a part that leads elsewhere is a mistake there and never
 * reaches a disk or a service. @throws Error
 */
export function keyParts(key: string): string[] {
  const parts = key.split("/");
  if (parts.some((part) => !/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))) throw new Error("not a storage key");
  return parts;
}
