import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { idParam } from "@/lib/http/params";
import { changeInvitationInput, invitationSchema, inviteInput, inviteOutput } from "@/lib/rooms/contract";

const tags = ["Rooms"];
const byId = z.object({ id: idParam });
const byInvitation = byId.extend({ invitation: idParam });

export const listInvitationsContract = defineContract({
  method: "GET",
  path: "/api/rooms/{id}/invitations/",
  summary: "Who is invited to a room by mail and has not come yet, the latest first. For its hosts",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  response: z.object({ results: z.array(invitationSchema) }),
  limit: "readPerClient",
});

export const inviteContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/invitations/",
  summary: "Ask people by mail to become members. For hosts; only owners invite owners",
  tags,
  style: "problem",
  access: "session",
  params: byId,
  body: inviteInput,
  status: 201,
  response: inviteOutput,
  errors: [409],
  limit: "invitePerUser",
});

export const changeInvitationContract = defineContract({
  method: "PATCH",
  path: "/api/rooms/{id}/invitations/{invitation}/",
  summary: "Take an invitation back, or put it in force again. For hosts",
  tags,
  style: "problem",
  access: "session",
  params: byInvitation,
  body: changeInvitationInput,
  errors: [409],
  limit: "changeMembershipPerUser",
});

export const resendInvitationContract = defineContract({
  method: "POST",
  path: "/api/rooms/{id}/invitations/{invitation}/resend/",
  summary: "Send the mail of an invitation again, with a new link; the one before opens nothing any more. For hosts",
  tags,
  style: "problem",
  access: "session",
  params: byInvitation,
  errors: [409],
  limit: "invitePerUser",
});
