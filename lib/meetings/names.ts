import { slugify } from "@/lib/core/slug";

const uuidPattern = /(?:^|-)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** The name in a meeting's address: the title for people, the uuid for us. A title without Latin letters leaves only the uuid. */
export function uniqueNameOf(title: string, uuid: string): string {
  const slug = slugify(title);
  return slug === "" ? uuid : `${slug}-${uuid}`;
}

/** The uuid at the end of a name, whatever title stands before it: addresses stay good when a meeting is renamed. */
export function uuidOf(uniqueName: string): string | null {
  return uuidPattern.exec(uniqueName)?.[1]?.toLowerCase() ?? null;
}
