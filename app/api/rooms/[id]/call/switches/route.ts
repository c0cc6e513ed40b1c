import { callSwitchesSchema } from "@/lib/calls/contract";
import { getHostedRoom } from "@/lib/calls/queries";
import { syncCall } from "@/lib/calls/sync";
import { changeSwitchesContract } from "@/lib/http/endpoints/calls";
import { defineMethods, defineRoute } from "@/lib/http/route";
import { changeRoom } from "@/lib/rooms/commands/change-room";

/* The room's own rule, then its projection: the answer says whether LiveKit has it; what it has not the job repeats. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineMethods("problem", {
  POST: defineRoute(changeSwitchesContract, async ({ actor, params, body }) => {
    const { id, slug } = await getHostedRoom(actor, params.id);
    const { configuration } = await changeRoom(actor, id, { configuration: body });
    return { switches: callSwitchesSchema.parse(configuration), livekit_synced: await syncCall(slug) };
  }),
});
