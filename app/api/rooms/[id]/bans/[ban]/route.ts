import { liftBan } from "@/lib/calls/commands/lift-ban";
import { liftBanContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  DELETE: defineRoute(liftBanContract, ({ actor, params }) => liftBan(actor, params.id, params.ban)),
});
