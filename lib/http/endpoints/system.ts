import { z } from "zod";
import { defineContract } from "@/lib/http/contract";

export const getOpenApi = defineContract({
  method: "GET",
  path: "/api/openapi.json",
  summary: "This document",
  tags: ["System"],
  style: "problem",
  access: "anyone",
  response: z.record(z.string(), z.unknown()),
});
