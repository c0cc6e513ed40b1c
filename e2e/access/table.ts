/**
 * Who gets which answer from every route: the contract between the product and whoever attacks it. A route without a
 * row fails the unit test of this table; the statuses are asked of the real handlers in `app/access.int.test.ts`.
 *
 * The columns, all against one restricted room and one private video of the room's owner:
 *   nobody      no session                         moderator  of the product, in no room
 *   stranger    signed in, in no room              admin      of the product, in no room
 *   member      of the room                        program    acts for the owner, its application has no scope
 *   host        an administrator of the room       scoped     the same with every scope
 *   owner       of the room and of the video
 * A program sends its bearer token; where only sessions count it is nobody. What a good request carries stands in
 * `world.ts`: a new route gets its row here and, where it needs a body, a line there.
 */
export const accessTable = `
method path                                           nobody stranger member host owner moderator admin program scoped
GET    /api/activate/{uid}/{token}/                   400    400      400    400  400   400       400   400     400
GET    /api/audit/export/                             401    403      403    403  403   403       200   401     401
POST   /api/connection-test/                          200    200      200    200  200   200       200   200     200
GET    /api/csrf/                                     200    200      200    200  200   200       200   200     200
GET    /api/events                                    401    200      200    200  200   200       200   401     401
GET    /api/exports/{id}/                             401    404      404    404  404   404       404   401     401
POST   /api/login/                                    401    401      401    401  401   401       401   401     401
POST   /api/logout/                                   403    200      200    200  200   200       200   403     403
GET    /api/me/background/                            401    404      404    404  404   404       404   401     401
PUT    /api/me/background/                            401    400      400    400  400   400       400   401     401
DELETE /api/me/background/                            401    204      204    204  204   204       204   401     401
PUT    /api/me/picture/                               401    400      400    400  400   400       400   401     401
DELETE /api/me/picture/                               401    204      204    204  204   204       204   401     401
GET    /api/lobby/                                    401    200      200    200  200   200       200   401     401
GET    /api/openapi.json                              200    200      200    200  200   200       200   200     200
POST   /api/meetings/                                 401    201      201    201  201   201       201   401     401
GET    /api/meetings/{uuid}/calendar/                 200    200      200    200  200   200       200   200     200
GET    /api/meetings/feed/{secret}/                   404    404      404    404  404   404       404   404     404
POST   /api/meetings/{uuid}/extend/                   401    404      403    403  200   200       200   401     401
POST   /api/direct/                                   401    404      201    201  400   404       404   401     401
GET    /api/meetings/{uuid}/window/                   200    200      200    200  200   200       200   200     200
GET    /api/meetings/{uuid}/window/events             200    200      200    200  200   200       200   200     200
GET    /api/messages/search/                          401    200      200    200  200   200       200   401     401
POST   /api/password_confirm/{uid}/{token}/           400    400      400    400  400   400       400   400     400
POST   /api/password_reset/                           200    200      200    200  200   200       200   200     200
POST   /api/register/                                 201    201      201    201  201   201       201   201     201
GET    /api/people/pictures/                          401    200      200    200  200   200       200   401     401
GET    /api/pictures/{name}/{file}                    401    404      404    404  404   404       404   401     401
GET    /api/rooms/                                    403    200      200    200  200   200       200   403     403
POST   /api/rooms/                                    401    201      201    201  201   201       201   401     401
GET    /api/rooms/search/                             403    200      200    200  200   200       200   403     403
GET    /api/rooms/{id}/                               403    404      200    200  200   404       404   403     403
PATCH  /api/rooms/{id}/                               401    404      403    200  200   200       200   401     401
GET    /api/rooms/{id}/bans/                          401    403      403    200  200   200       200   401     401
DELETE /api/rooms/{id}/bans/{ban}/                    401    403      403    404  404   404       404   401     401
DELETE /api/rooms/{id}/                               401    404      403    403  204   204       204   401     401
GET    /api/rooms/{id}/candidates/                    401    404      403    200  200   200       200   401     401
GET    /api/rooms/{id}/invitations/                   401    404      403    200  200   404       404   401     401
POST   /api/rooms/{id}/invitations/                   401    404      403    201  201   404       404   401     401
PATCH  /api/rooms/{id}/invitations/{invitation}/      401    404      403    204  204   404       404   401     401
POST   /api/rooms/{id}/invitations/{invitation}/resend/ 401  404      403    204  204   404       404   401     401
GET    /api/rooms/{id}/call/                          401    403      200    200  200   403       403   401     401
POST   /api/rooms/{id}/call/captions/                 401    403      403    403  403   403       403   401     401
POST   /api/rooms/{id}/call/end/                      401    403      403    200  200   200       200   401     401
POST   /api/rooms/{id}/call/ask/                      401    403      403    204  204   204       204   401     401
POST   /api/rooms/{id}/call/hand/                     401    403      403    403  403   403       403   401     401
POST   /api/rooms/{id}/call/hands/lower/              401    403      403    200  200   200       200   401     401
POST   /api/rooms/{id}/call/reaction/                 401    403      403    403  403   403       403   401     401
POST   /api/rooms/{id}/call/role/                     401    403      403    200  200   200       200   401     401
POST   /api/rooms/{id}/call/switches/                 401    403      403    200  200   200       200   401     401
POST   /api/rooms/{id}/call/spotlight/                401    403      403    409  409   409       409   401     401
GET    /api/rooms/{id}/call/watch/                    401    403      403    403  403   403       403   401     401
POST   /api/rooms/{id}/call/watch/                    401    403      403    403  403   403       403   401     401
PATCH  /api/rooms/{id}/call/watch/                    401    403      403    403  403   403       403   401     401
DELETE /api/rooms/{id}/call/watch/                    401    403      403    409  409   409       409   401     401
POST   /api/rooms/{id}/call/lock/                     401    403      403    409  409   409       409   401     401
POST   /api/rooms/{id}/call/mute/                     401    403      403    200  200   200       200   401     401
POST   /api/rooms/{id}/call/remove/                   401    403      403    404  404   404       404   401     401
GET    /api/rooms/{id}/calls/                         401    403      403    200  200   200       200   401     401
GET    /api/rooms/{id}/calls/{call}/captions/         401    403      403    404  404   404       404   401     401
GET    /api/rooms/{id}/calls/{call}/attendance/       401    403      403    404  404   404       404   401     401
GET    /api/rooms/{id}/door/                          200    200      200    200  200   200       200   200     200
GET    /api/rooms/{id}/events/                        401    404      200    200  200   404       404   401     401
POST   /api/rooms/{id}/files/                         401    404      201    201  201   404       404   401     401
GET    /api/rooms/{id}/files/{file}/                  401    404      200    200  200   404       404   401     401
DELETE /api/rooms/{id}/files/{file}/                  401    404      404    404  204   404       404   401     401
GET    /api/rooms/{id}/files/{file}/preview/          401    404      200    200  200   404       404   401     401
POST   /api/rooms/{id}/join/                          403    403      409    409  409   403       403   403     403
POST   /api/rooms/{id}/leave/                         403    404      200    200  409   404       404   403     403
GET    /api/rooms/{id}/lobby/                         401    404      403    200  200   404       404   401     401
POST   /api/rooms/{id}/lobby/admit/                   401    404      403    200  200   404       404   401     401
GET    /api/rooms/{id}/lobby/mine/                    401    404      404    404  404   404       404   401     401
DELETE /api/rooms/{id}/lobby/mine/                    401    204      204    204  204   204       204   401     401
POST   /api/rooms/{id}/lobby/mine/away/               401    204      204    204  204   204       204   401     401
POST   /api/rooms/{id}/lobby/mine/messages/           401    404      404    404  404   404       404   401     401
POST   /api/rooms/{id}/lobby/{entry}/decide/          401    404      403    200  200   404       404   401     401
GET    /api/rooms/{id}/lobby/{entry}/messages/        401    404      403    200  200   404       404   401     401
POST   /api/rooms/{id}/lobby/{entry}/messages/        401    404      403    201  201   404       404   401     401
GET    /api/rooms/{id}/members/                       401    404      200    200  200   200       200   401     401
POST   /api/rooms/{id}/members/                       401    404      403    201  201   201       201   401     401
PATCH  /api/rooms/{id}/members/{user}/                401    404      403    204  204   204       204   401     401
DELETE /api/rooms/{id}/members/{user}/                401    404      403    204  204   204       204   401     401
GET    /api/rooms/{id}/messages/                      403    404      200    200  200   404       404   403     403
POST   /api/rooms/{id}/messages/                      403    404      201    201  201   404       404   403     403
GET    /api/rooms/{id}/messages/at/                   401    404      200    200  200   404       404   401     401
PATCH  /api/rooms/{id}/messages/{message}/            403    404      403    403  200   404       404   403     403
DELETE /api/rooms/{id}/messages/{message}/            403    404      403    200  200   404       404   403     403
GET    /api/rooms/{id}/messages/{message}/readers/    401    404      200    200  200   404       404   401     401
POST   /api/rooms/{id}/messages/{message}/report/     401    404      204    204  403   404       404   401     401
PUT    /api/rooms/{id}/messages/{message}/reactions/  403    404      200    200  200   404       404   403     403
GET    /api/rooms/{id}/recordings/                    401    404      200    200  200   200       200   401     401
POST   /api/rooms/{id}/recordings/                    401    404      403    409  409   403       403   401     401
GET    /api/rooms/{id}/recordings/{uuid}/             401    404      200    200  200   200       200   401     401
PATCH  /api/rooms/{id}/recordings/{uuid}/             401    404      403    200  200   200       200   401     401
DELETE /api/rooms/{id}/recordings/{uuid}/             401    404      403    204  204   204       204   401     401
POST   /api/rooms/{id}/recordings/{uuid}/publish/     401    404      403    202  202   202       202   401     401
POST   /api/rooms/{id}/recordings/{uuid}/restore/     401    404      403    200  200   200       200   401     401
POST   /api/rooms/{id}/recordings/{uuid}/stop/        401    404      403    200  200   200       200   401     401
POST   /api/rooms/{id}/streams/                       401    404      403    409  409   403       403   401     401
PATCH  /api/rooms/{id}/streams/{uuid}/                401    404      403    200  200   200       200   401     401
POST   /api/rooms/{id}/streams/{uuid}/targets/{position}/retry/ 401 404   403    409  409   409       409   401     401
GET    /api/recordings/{uuid}/captions/               401    404      200    200  200   200       200   401     401
GET    /api/live/{uuid}/                              401    404      200    200  200   200       200   401     401
GET    /api/live/{uuid}/index.m3u8                    401    404      200    200  200   200       200   401     401
GET    /api/live/{uuid}/{segment}                     401    404      200    200  200   200       200   401     401
GET    /api/recordings/{uuid}/file/                   401    404      200    200  200   200       200   401     401
GET    /api/rooms/{id}/export/                        401    404      403    200  200   404       404   401     401
PUT    /api/rooms/{id}/mute/                          401    404      204    204  204   404       404   401     401
GET    /api/rooms/{id}/notes/                         401    404      200    200  200   404       404   401     401
POST   /api/rooms/{id}/here/                          401    404      200    200  200   404       404   401     401
GET    /api/rooms/{id}/read/                          401    404      200    200  200   404       404   401     401
POST   /api/rooms/{id}/read/                          401    404      204    204  204   404       404   401     401
POST   /api/rooms/{id}/restore/                       401    404      404    404  204   204       204   401     401
POST   /api/rooms/{id}/token/                         400    202      200    200  200   202       202   400     400
POST   /api/rooms/{id}/typing/                        401    404      204    204  204   404       404   401     401
GET    /api/search/                                   403    200      200    200  200   200       200   403     403
GET    /api/token/connection/                         401    404      404    404  404   404       404   401     401
GET    /api/token/subscription/                       401    404      404    404  404   404       404   401     401
POST   /api/token/refresh/                            401    401      401    401  401   401       401   401     401
POST   /api/uploads/                                  401    403      403    403  403   201       201   401     401
PATCH  /api/uploads/{id}                              401    404      404    404  404   204       404   401     401
DELETE /api/uploads/{id}                              401    404      404    404  404   204       404   401     401
GET    /api/video-categories/                         401    403      403    403  403   200       200   401     401
POST   /api/video-categories/                         401    403      403    403  403   201       201   401     401
PUT    /api/video-categories/order/                   401    403      403    403  403   409       409   401     401
PATCH  /api/video-categories/{id}/                    401    403      403    403  403   404       404   401     401
DELETE /api/video-categories/{id}/                    401    403      403    403  403   404       404   401     401
POST   /api/video/bulk/                               401    200      200    200  200   200       200   401     401
GET    /api/video/                                    401    200      200    200  200   200       200   401     401
PATCH  /api/video/{id}/                               401    404      404    404  200   200       200   401     401
DELETE /api/video/{id}/                               401    404      404    404  204   204       204   401     401
POST   /api/video/{id}/restore/                       401    404      404    404  409   409       409   401     401
GET    /api/video/{id}/master.m3u8                    401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/poster.jpg                     401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/captions/                      401    404      404    404  200   200       200   401     401
POST   /api/video/{id}/captions/                      401    404      404    404  201   201       201   401     401
PATCH  /api/video/{id}/captions/{caption}/            401    404      404    404  200   200       200   401     401
PUT    /api/video/{id}/captions/{caption}/            401    404      404    404  200   200       200   401     401
DELETE /api/video/{id}/captions/{caption}/            401    404      404    404  204   204       204   401     401
GET    /api/video/{id}/captions/{caption}/cues.vtt    401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/chapters/                      401    404      404    404  200   200       200   401     401
PUT    /api/video/{id}/chapters/                      401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/chapters.vtt                   401    404      404    404  200   200       200   401     401
DELETE /api/video/{id}/replacement/                   401    404      404    404  409   409       409   401     401
GET    /api/video/{id}/links/                         401    404      404    404  200   200       200   401     401
POST   /api/video/{id}/links/                         401    404      404    404  201   201       201   401     401
PATCH  /api/video/{id}/links/{link}/                  401    404      404    404  404   404       404   401     401
PUT    /api/video/{id}/position/                      401    404      404    404  204   204       204   401     401
POST   /api/video/{id}/retry/                         401    404      404    404  409   409       409   401     401
GET    /api/video/{id}/status/                        401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/{resolution}/index.m3u8        401    404      404    404  200   200       200   401     401
GET    /api/video/{id}/{resolution}/{segment}         401    404      404    404  200   200       200   401     401
POST   /api/webhooks/livekit/                         401    401      401    401  401   401       401   401     401
POST   /external-api/v1.0/application/token/          401    401      401    401  401   401       401   401     401
GET    /external-api/v1.0/meetings/                   401    401      401    401  401   401       401   403     200
POST   /external-api/v1.0/meetings/                   401    401      401    401  401   401       401   403     201
GET    /external-api/v1.0/meetings/{id}/              401    401      401    401  401   401       401   403     200
PATCH  /external-api/v1.0/meetings/{id}/              401    401      401    401  401   401       401   403     200
DELETE /external-api/v1.0/meetings/{id}/              401    401      401    401  401   401       401   403     204
GET    /external-api/v1.0/recordings/                 401    401      401    401  401   401       401   403     200
GET    /external-api/v1.0/recordings/{uuid}/          401    401      401    401  401   401       401   403     200
DELETE /external-api/v1.0/recordings/{uuid}/          401    401      401    401  401   401       401   403     204
GET    /external-api/v1.0/rooms/                      401    401      401    401  401   401       401   403     200
POST   /external-api/v1.0/rooms/                      401    401      401    401  401   401       401   403     201
GET    /external-api/v1.0/rooms/{id}/                 401    401      401    401  401   401       401   403     200
PATCH  /external-api/v1.0/rooms/{id}/                 401    401      401    401  401   401       401   403     200
DELETE /external-api/v1.0/rooms/{id}/                 401    401      401    401  401   401       401   403     204
GET    /api/nothing/                                  404    404      404    404  404   404       404   404     404
POST   /external-api/v1.0/nothing/                    404    404      404    404  404   404       404   404     404
GET    /healthz                                       200    200      200    200  200   200       200   200     200
GET    /readyz                                        200    200      200    200  200   200       200   200     200
GET    /metrics                                       200    200      200    200  200   200       200   200     200
`;

/**
 * A guest, by their cookie, in no call. On every route that is not named here they are nobody: what needs an account
 * answers as if they had no session. A host's business is refused to them, not unknown.
 */
export const guestAnswers: Record<string, number> = {
  "GET /api/events": 200,
  "GET /api/people/pictures/": 200,
  "GET /api/pictures/{name}/{file}": 404,
  "GET /api/rooms/{id}/": 404,
  "GET /api/rooms/{id}/events/": 404,
  "GET /api/rooms/{id}/files/{file}/": 404,
  "GET /api/rooms/{id}/files/{file}/preview/": 404,
  "GET /api/rooms/{id}/messages/": 404,
  "POST /api/rooms/{id}/messages/": 404,
  "PATCH /api/rooms/{id}/messages/{message}/": 404,
  "DELETE /api/rooms/{id}/messages/{message}/": 404,
  "PUT /api/rooms/{id}/messages/{message}/reactions/": 404,
  "POST /api/rooms/{id}/typing/": 404,
  "GET /api/rooms/{id}/notes/": 404,
  "GET /api/rooms/{id}/call/": 403,
  "GET /api/rooms/{id}/calls/": 403,
  "GET /api/rooms/{id}/calls/{call}/attendance/": 403,
  "GET /api/rooms/{id}/calls/{call}/captions/": 403,
  "POST /api/rooms/{id}/call/captions/": 403,
  "GET /api/rooms/{id}/bans/": 403,
  "DELETE /api/rooms/{id}/bans/{ban}/": 403,
  "POST /api/rooms/{id}/call/end/": 403,
  "POST /api/rooms/{id}/call/ask/": 403,
  "POST /api/rooms/{id}/call/hand/": 403,
  "POST /api/rooms/{id}/call/hands/lower/": 403,
  "POST /api/rooms/{id}/call/reaction/": 403,
  "POST /api/rooms/{id}/call/role/": 403,
  "POST /api/rooms/{id}/call/switches/": 403,
  "POST /api/rooms/{id}/call/spotlight/": 403,
  "GET /api/rooms/{id}/call/watch/": 403,
  "POST /api/rooms/{id}/call/watch/": 403,
  "PATCH /api/rooms/{id}/call/watch/": 403,
  "DELETE /api/rooms/{id}/call/watch/": 403,
  "POST /api/rooms/{id}/call/lock/": 403,
  "POST /api/rooms/{id}/call/mute/": 403,
  "POST /api/rooms/{id}/call/remove/": 403,
  "POST /api/rooms/{id}/token/": 202,
  "GET /api/rooms/{id}/lobby/": 403,
  "POST /api/rooms/{id}/lobby/admit/": 403,
  "POST /api/rooms/{id}/lobby/{entry}/decide/": 403,
  "GET /api/rooms/{id}/lobby/{entry}/messages/": 403,
  "POST /api/rooms/{id}/lobby/{entry}/messages/": 403,
  "GET /api/rooms/{id}/lobby/mine/": 404,
  "DELETE /api/rooms/{id}/lobby/mine/": 204,
  "POST /api/rooms/{id}/lobby/mine/away/": 204,
  "POST /api/rooms/{id}/lobby/mine/messages/": 404,
};

/** Rows without a contract: what the gateways answer besides the documented API, and whatever does not exist. */
export const undescribed = ["GET /healthz", "GET /readyz", "GET /metrics", "GET /api/nothing/", "POST /external-api/v1.0/nothing/"];

/** The columns of the table, and for each route the statuses in their order. */
export function parseAccessTable(table: string): { actors: string[]; rows: Map<string, number[]> } {
  const [head, ...lines] = table.split("\n").map((line) => line.trim().split(/\s+/)).filter((words) => words[0] !== "");
  const rows = lines.map(([method, path, ...statuses]): [string, number[]] => [`${method} ${path}`, statuses.map(Number)]);
  return { actors: head?.slice(2) ?? [], rows: new Map(rows) };
}
