import { z } from "zod";

const text = (maxLength: number) => z.string().trim().max(maxLength).refine((value) => !value.includes("\0")).optional();
const day = z.union([z.literal(""), z.iso.date()]).optional();

/** What the audit log can be narrowed to; the fields of its form, empty ones meaning nothing. */
export const auditFilterSchema = z.strictObject({
  /** The number of a person. */
  actor: z.union([z.literal(""), z.string().regex(/^[1-9]\d{0,14}$/)]).optional(),
  /** An action or the beginning of one: `session.` */
  action: text(60),
  /** `user`, or one: `user:12` */
  target: text(80),
  /** Days in UTC, both included. */
  from: day,
  to: day,
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** How entries begin that tell of the safety of accounts and of the installation, as opposed to everyday use. */
export const securityActions = [
  "session.refused", "session.reuse_detected", "session.proof_refused", "account.role_changed", "account.deactivated", "account.reactivated", "account.sessions_ended", "account.session_ended", "account.password",
  "account.email", "account.address", "account.factor", "account.passkey", "account.delet", "application.token_refused", "application.secret", "application.created", "application.updated", "application.switched", "audit.", "job.",
] as const;

export type AuditItem = {
  id: number;
  createdAt: Date;
  action: string;
  actorKind: string;
  actorId: number | null;
  actorName: string | null;
  targetType: string | null;
  targetId: string | null;
  targetName: string | null;
  details: Record<string, unknown>;
  address: string | null;
  requestId: string | null;
};
