import { auditFilterSchema } from "@/lib/audit/contract";
import { defineContract } from "@/lib/http/contract";

export const auditExportContract = defineContract({
  method: "GET",
  path: "/api/audit/export/",
  summary: "The audit log as CSV, newest first (administrators)",
  tags: ["Administration"],
  style: "problem",
  access: "session",
  query: auditFilterSchema,
  contentType: "text/csv",
  errors: [403],
});
