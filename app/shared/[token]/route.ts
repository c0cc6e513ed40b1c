import { openVideoLink } from "@/lib/http/open-video-link";

/** The address of a share link: leaves its cookies and leads to the video. The link itself stands in no further address. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  return openVideoLink(request, (await params).token);
}
