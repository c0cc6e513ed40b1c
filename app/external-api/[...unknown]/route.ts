import { AppError } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";

/** Whatever is no endpoint is told so in JSON, never with a page. */
async function notFound(request: Request): Promise<Response> {
  return errorResponse(new AppError("not_found"), "problem", request.headers.get("accept"));
}

export { notFound as DELETE, notFound as GET, notFound as HEAD, notFound as OPTIONS, notFound as PATCH, notFound as POST, notFound as PUT };
