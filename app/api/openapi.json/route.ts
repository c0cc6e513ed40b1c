import { allContracts } from "@/lib/http/endpoints/all";
import { getOpenApi } from "@/lib/http/endpoints/system";
import { openApiDocument } from "@/lib/http/openapi";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { env } from "@/lib/platform/env";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  GET: defineRoute(getOpenApi, async () => openApiDocument(allContracts, env().APP_URL)),
});
