import { settings } from "@/lib/core/settings";

export const accessLevels = ["public", "authenticated", "restricted"] as const;

/** `direct` is a conversation between two people. */
export const roomKinds = ["room", "direct"] as const;

export const roomRoles = ["owner", "administrator", "member"] as const;

/** What can be wrong with a room that someone makes; pages say the same in the reader's language by the key. */
export const roomMistakes = {
  nameMissing: "Enter a name.",
  nameLong: `Use at most ${settings.roomNameMaxLength} characters.`,
  nameUnusable: "Use letters, digits and punctuation only.",
  nameTaken: "A listed room has this name already.",
  slugLong: "Use at most 80 characters.",
  slugShape: "Use lower case letters, digits and hyphens, with at least one letter.",
  slugTaken: "This address is taken.",
  ownerUnknown: "This person has no account that is switched on.",
  slugInCall: "The address cannot change during a call.",
  encryptionInCall: "Encryption cannot change during a call.",
} as const;

/** Who may send a kind of media in the room's calls. `hosts` are owners and administrators. */
export const publishers = ["everyone", "hosts"] as const;
/** Who may record, from the fewest to the most. */
export const recorders = ["owners", "hosts", "members"] as const;

/** What became of each address: a mail is on its way, it is a member's, or that mailbox got too many invitations today. Whether it has an account is not told. */
export const inviteOutcomes = ["invited", "member", "limited"] as const;
