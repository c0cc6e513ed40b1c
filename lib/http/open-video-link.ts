import { isAppError } from "@/lib/core/errors";
import { identifyRequest } from "@/lib/http/identify";
import { withCookies } from "@/lib/http/session-cookies";
import { sharedVideoPath, videoLinkCookies } from "@/lib/http/video-link-cookie";
import type { Actor } from "@/lib/authz/actor";
import { noteVideoLinkUsed } from "@/lib/videos/commands/share-video";
import { readVideoLinkToken } from "@/lib/videos/link-token";
import { findLinkedVideoId } from "@/lib/videos/links";
import { getPlayback } from "@/lib/videos/queries";

async function mayPlay(actor: Actor, videoId: number): Promise<boolean> {
  try {
    await getPlayback(actor, videoId);
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

function leadTo(path: string): Response {
  // Relative: whoever came by another name of this installation stays there, where the cookies are. Wherever this leads, the link itself is told to nobody and kept by no cache.
  return new Response(null, { status: 303, headers: { location: path, "cache-control": "private, no-store", "referrer-policy": "no-referrer" } });
}

/**
 * Opens a share link: whoever may watch anyway goes to the video as they know it, everybody else gets the cookies that
 * open this one video, and its page. A link that counts no longer, or never did, leads to a page that says so.
 */
export async function openVideoLink(request: Request, token: string): Promise<Response> {
  const linkId = readVideoLinkToken(token);
  const found = linkId === null ? null : await findLinkedVideoId(linkId);
  if (linkId === null || found === null) return leadTo("/shared/ended");
  if (await mayPlay(await identifyRequest(request.headers), found.videoId)) return leadTo(`/videos/${found.videoId}`);
  await noteVideoLinkUsed(linkId);
  return withCookies(leadTo(sharedVideoPath(found.videoId)), videoLinkCookies(linkId, found.videoId, found.expiresAt?.getTime() ?? null));
}
