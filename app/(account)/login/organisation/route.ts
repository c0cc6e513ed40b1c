import { safeNextPath } from "@/lib/core/redirect";
import { startOrganisationSignIn } from "@/lib/http/auth";

/** Where the sign-in page's link leads: on to the organisation's own sign-in, and back to `next`. */
export function GET(request: Request): Promise<Response> {
  return startOrganisationSignIn(request, safeNextPath(new URL(request.url).searchParams.get("next")));
}
