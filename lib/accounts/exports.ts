/** Folder in storage of one copy of somebody's data. */
export function exportFolder(exportId: string): string {
  return `exports/${exportId}`;
}
