import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * Who gets which page: what the running product answers before a browser follows anything. A page without a row fails
 * the unit test of this table, app/access.test.ts; the statuses are asked by pages.spec.ts.
 *
 *   anonymous  no session                          host       owner of the room, host of the meeting
 *   guest      gave a name at a door               moderator  of the product, in no room
 *   user       signed in, in no room               admin      of the product, in no room
 *   member     of the room
 * All against one restricted room, a meeting in it that is to come, and a private video of the room's owner.
 * 307 leads somewhere else: to the sign-in page whoever is not signed in, home whoever is signed in already, and from a
 * part of a room that is not for them to the room itself, whose own page says what they may do. What a share link opens
 * is for whoever brings its cookie, which none of these does. Pages of mailed links
 * are for whoever has the link; all say the same of a wrong one.
 */
export const pageTable = `
page                                anonymous guest user member host moderator admin
/                                   200       200   200  200    200  200       200
/activate/[uid]/[token]             200       200   200  200    200  200       200
/admin                              307       307   404  404    404  200       200
/admin/applications                 307       307   404  404    404  403       200
/admin/applications/[id]            307       307   404  404    404  403       200
/admin/applications/new             307       307   404  404    404  403       200
/admin/audit                        307       307   404  404    404  403       200
/admin/jobs                         307       307   404  404    404  403       200
/admin/jobs/[id]                    307       307   404  404    404  403       200
/admin/mails                        307       307   404  404    404  403       200
/admin/mails/[id]                   307       307   404  404    404  403       200
/admin/meetings                     307       307   404  404    404  200       200
/admin/recordings                   307       307   404  404    404  200       200
/admin/reports                      307       307   404  404    404  200       200
/admin/reports/[id]                 307       307   404  404    404  200       200
/admin/rooms                        307       307   404  404    404  200       200
/admin/rooms/[id]                   307       307   404  404    404  200       200
/admin/rooms/new                    307       307   404  404    404  200       200
/admin/system                       307       307   404  404    404  403       200
/admin/users                        307       307   404  404    404  200       200
/admin/users/[id]                   307       307   404  404    404  200       200
/admin/users/invite                 307       307   404  404    404  403       200
/admin/videos                       307       307   404  404    404  200       200
/admin/videos/categories            307       307   404  404    404  200       200
/admin/videos/[id]                  307       307   404  404    404  200       200
/closed                             200       200   200  200    200  200       200
/confirm                            307       307   307  307    307  307       307
/confirm-address/[uid]/[token]      200       200   200  200    200  200       200
/connection-test                    200       200   200  200    200  200       200
/dev/kit                            200       200   200  200    200  200       200
/dev/kit/card                       200       200   200  200    200  200       200
/dev/outbox                         200       200   200  200    200  200       200
/dev/outbox/[id]                    200       200   200  200    200  200       200
/forgot                             200       200   200  200    200  200       200
/invitation/[token]                 200       200   200  200    200  200       200
/keep-account/[uid]/[token]         200       200   200  200    200  200       200
/live/[id]                          307       307   404  200    200  200       200
/login                              200       200   307  307    307  307       307
/m/[name]                           200       200   200  200    200  200       200
/meetings                           307       307   200  200    200  200       200
/meetings/[id]/edit                 307       307   404  403    200  200       200
/meetings/new                       307       307   200  200    200  200       200
/r/[slug]                           200       200   200  200    200  200       200
/r/[slug]/call                      200       200   200  200    200  200       200
/r/[slug]/calls                     307       307   307  307    200  307       307
/r/[slug]/meetings                  307       307   307  200    200  307       307
/r/[slug]/members                   307       307   307  200    200  307       307
/r/[slug]/notes                     307       307   307  200    200  307       307
/r/[slug]/recordings                307       307   307  200    200  307       307
/r/[slug]/settings                  307       307   307  307    200  307       307
/recording-view                     404       404   404  404    404  404       404
/register                           200       200   307  307    307  307       307
/reset-password/[uid]/[token]       200       200   200  200    200  200       200
/rooms                              307       307   200  200    200  200       200
/rooms/new                          307       307   200  200    200  200       200
/search                             307       307   200  200    200  200       200
/settings                           307       307   200  200    200  200       200
/settings/address                   307       307   200  200    200  200       200
/settings/data                      307       307   200  200    200  200       200
/settings/data/delete               307       307   200  200    200  200       200
/settings/notifications             307       307   200  200    200  200       200
/settings/security                  307       307   200  200    200  200       200
/settings/security/authenticator    307       307   200  200    200  200       200
/settings/security/recovery-codes   307       307   307  307    307  307       307
/settings/sessions                  307       307   200  200    200  200       200
/shared/ended                       404       404   404  404    404  404       404
/shared/videos/[id]                 404       404   404  404    404  404       404
/undo-address/[uid]/[token]         200       200   200  200    200  200       200
/videos                             307       307   200  200    200  200       200
/videos/[id]                        307       307   404  404    200  200       200
/videos/[id]/edit                   307       307   404  404    200  200       200
/welcome/[uid]/[token]              200       200   200  200    200  200       200
`;

/** The columns of the table, and for each page the statuses in their order. */
export function parsePageTable(table: string): { actors: string[]; rows: Map<string, number[]> } {
  const [head, ...lines] = table.split("\n").map((line) => line.trim().split(/\s+/)).filter((words) => words[0] !== "");
  return { actors: head?.slice(1) ?? [], rows: new Map(lines.map(([page, ...statuses]) => [page!, statuses.map(Number)])) };
}

/** The address pattern of every page there is: its folder without what only groups. */
export function pagesOf(app: string): string[] {
  const files = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => path.basename(file) === "page.tsx");
  return files.map((file) => `/${path.dirname(file).split(path.sep).filter((part) => part !== "." && !/^[(@]/.test(part)).join("/")}`).sort();
}
