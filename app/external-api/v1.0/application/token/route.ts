import { issueToken } from "@/lib/applications/commands/issue-token";
import { issueTokenContract } from "@/lib/http/endpoints/applications";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(issueTokenContract, ({ actor, body }) => issueToken(actor, body)),
});
