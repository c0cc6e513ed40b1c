import { z } from "zod";
import { defineContract } from "@/lib/http/contract";

const tags = ["Chat"];
const token = z.object({ token: z.string() });

export const connectionTokenContract = defineContract({
  method: "GET",
  path: "/api/token/connection/",
  summary: "A token that opens a connection to Centrifugo, for two minutes; 404 where none is configured",
  tags,
  style: "plain",
  access: "session",
  response: token,
  errors: [404],
  limit: "readPerClient",
});

export const subscriptionTokenContract = defineContract({
  method: "GET",
  path: "/api/token/subscription/",
  summary: "A token that hears one's own channel of Centrifugo, personal:<user id>, for five minutes; 404 where none is configured",
  tags,
  style: "plain",
  access: "session",
  query: z.object({ channel: z.string().optional() }),
  response: token,
  errors: [403, 404],
  limit: "readPerClient",
});
