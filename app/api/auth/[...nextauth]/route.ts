import { handleNextAuth } from "@/lib/http/auth";
import { defineMethods } from "@/lib/http/route";

async function handle(request: Request, context: { params: Promise<Record<string, string | string[] | undefined>> }): Promise<Response> {
  const { nextauth } = await context.params;
  return handleNextAuth(request, Array.isArray(nextauth) ? nextauth : []);
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("plain", { GET: handle, POST: handle });
