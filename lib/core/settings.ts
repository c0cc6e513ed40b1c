/** Every default number of the product, each with its reason. Durations are in seconds, sizes in bytes. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const settings = {
  /** A session ends two weeks after it was last used. */
  sessionSeconds: 14 * day,
  /** Last use is written at most this often, so that reading a page does not cost a write. */
  sessionTouchSeconds: 5 * minute,
  /** A refresh token whose successor was not presented yet still answers; two tabs refresh at once. */
  activationSeconds: day,
  /** A reset link is a password in a mailbox: short. */
  resetSeconds: hour,
  passwordMinLength: 8,
  /** Bounds the work of hashing. */
  passwordMaxLength: 128,
  /** Only needed to connect; LiveKit refreshes it for those who are in. */
  livekitTokenSeconds: 5 * minute,
  /** Beyond this a reader who was away reloads instead of replaying. */
  roomEventSeconds: 7 * day,
  deletedRoomSeconds: 30 * day,
  messageMaxCodePoints: 10_000,
  roomNameMaxLength: 255,
  pageLimitDefault: 100,
  pageLimitMax: 100,
  /** A reader of the event stream that does not read is dropped at this backlog and catches up by cursor. */
  eventBacklogBytes: 1024 * 1024,
  /** Below the idle limits of common proxies. */
  eventHeartbeatSeconds: 20,
  /** A lost wake-up delays an event by this at most. */
  eventSweepSeconds: 5,
  jsonBodyBytes: 1024 * 1024,
  uploadMaxBytes: 10 * 1024 ** 3,
  /** A half-finished upload is kept this long. */
  uploadExpirySeconds: day,
  leaseSeconds: 60,
  leaseHeartbeatSeconds: 15,
  mailHandOverSeconds: 5,
} as const;
