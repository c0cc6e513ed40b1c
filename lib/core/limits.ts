/** Every rate limit of the product, each with its reason. `store: "database"` survives a restart and holds for all processes; `"memory"` must not cost a commit. */
export type Limit = { max: number; windowSeconds: number; store: "database" | "memory" };

const minute = 60;

export const limits = {
  /** Failures only, so that nobody is locked out of an account by signing in often. */
  signInFailuresPerAddress: { max: 10, windowSeconds: 15 * minute, store: "database" },
  /** One machine guessing passwords of many accounts. */
  signInFailuresPerClient: { max: 30, windowSeconds: 15 * minute, store: "database" },
  /** Wrong codes of an authenticator app, after the right password: of a million, three are good at a time. Short, because the person waits too. */
  codeFailuresPerUser: { max: 10, windowSeconds: 15 * minute, store: "database" },
  /** A guesser who never gives up gets one in seven thousand a day, and the person a mail on the first one. A passkey, a recovery code and a new password still open the account. */
  codeFailuresPerUserAndDay: { max: 50, windowSeconds: 24 * 60 * minute, store: "database" },
  /** The warning that somebody guesses codes: news on the first day, noise after that. */
  codeWarningPerUser: { max: 1, windowSeconds: 24 * 60 * minute, store: "database" },
  /** Guessing 80 bits is hopeless; by where they come from, so that nobody locks a person out. */
  recoveryCodeFailuresPerClient: { max: 30, windowSeconds: 15 * minute, store: "database" },
  /** A browser that its person has used before, instead of the two above: strangers who guess do not lock them out there, and a stolen browser guesses no faster. */
  signInFailuresPerDevice: { max: 10, windowSeconds: 15 * minute, store: "database" },
  /** Each costs requests to the organisation's provider; a shared office address still gets by. */
  organisationSignInPerClient: { max: 120, windowSeconds: 15 * minute, store: "database" },
  /** Each opening of the sign-in page asks for one, and each is a row for ten minutes; a whole office stands behind one address. */
  passkeyChallengePerClient: { max: 600, windowSeconds: 15 * minute, store: "memory" },
  /** Hashing a password and sending a mail both cost; a shared office address still gets by. */
  registerPerClient: { max: 30, windowSeconds: 60 * minute, store: "database" },
  /** Mails to one mailbox: a person who clicks again, not a flood. */
  mailPerRecipient: { max: 5, windowSeconds: 60 * minute, store: "database" },
  /** Each one is a mail to an address of the asker's choice; a whole team is invited at once. */
  invitePersonPerUser: { max: 100, windowSeconds: 60 * minute, store: "database" },
  /** Guessing 256-bit tokens is hopeless; this only bounds the noise. */
  tokenUsePerClient: { max: 60, windowSeconds: 15 * minute, store: "database" },
  /** Guessing 256-bit secrets is hopeless too. By the address they come from, so that nobody can lock a program out from elsewhere. */
  applicationSecretFailuresPerClient: { max: 20, windowSeconds: 15 * minute, store: "database" },
  /** A program asks once an hour and person; this bounds one that asks before each request. */
  applicationTokenPerApplication: { max: 600, windowSeconds: minute, store: "memory" },
  /** Bringing a whole school in takes a few hours; a program gone wild does not fill the list of people first. */
  createUserPerApplication: { max: 1000, windowSeconds: 60 * minute, store: "database" },
  /** Mails that a person sends to others by inviting: enough for a conference, no way to write to strangers in bulk. */
  invitationPerUser: { max: 300, windowSeconds: 24 * 60 * minute, store: "database" },
  /** Invitations to one mailbox, whoever sends them: several rooms of a team on one day, no flood. */
  invitationPerRecipient: { max: 10, windowSeconds: 24 * 60 * minute, store: "database" },
  /** Each is a form with up to fifty addresses. */
  invitePerUser: { max: 30, windowSeconds: minute, store: "memory" },
  /** New conversations with people one meets in rooms: a host who writes to a class one by one, no way to write to everybody. */
  startDirectPerUser: { max: 60, windowSeconds: 60 * minute, store: "database" },
  createRoomPerUser: { max: 60, windowSeconds: 60 * minute, store: "memory" },
  /** A settings page saves each switch by itself; each is an event for all members. */
  changeRoomPerUser: { max: 60, windowSeconds: minute, store: "memory" },
  /** Faster than anyone types, slower than a script that floods a room. */
  sendMessagePerUser: { max: 20, windowSeconds: 5, store: "memory" },
  /** Each one is read by a moderator: more than anybody meets in an hour, no way to bury the others. */
  reportMessagePerUser: { max: 20, windowSeconds: 60 * minute, store: "database" },
  /** Each one reads everything that was written in a room. */
  exportRoomPerUser: { max: 10, windowSeconds: 60 * minute, store: "database" },
  /** Signs on messages are events for all members: as fast as one clicks, no storm. */
  reactPerUser: { max: 40, windowSeconds: 20, store: "memory" },
  /** A browser says it every three seconds, in several tabs at most. */
  tellTypingPerPerson: { max: 30, windowSeconds: 30, store: "memory" },
  /** A page says it twice a minute, and each time it comes to the front or goes. */
  tellHerePerUser: { max: 120, windowSeconds: minute, store: "memory" },
  /** Somebody types and looks, with a pause between; each may read twenty thousand rows. */
  searchMessagesPerUser: { max: 60, windowSeconds: minute, store: "memory" },
  /** A person finishes a sentence every few seconds; several go in one. */
  captionPerPerson: { max: 60, windowSeconds: minute, store: "memory" },
  /** Notes are sent a few times a second while somebody types; beyond this it is a script, which is cut off and comes back. */
  writeNotesPerPerson: { max: 200, windowSeconds: 10, store: "memory" },
  /** A connection for each tab that shows notes, opened again after each loss. */
  openNotesPerPerson: { max: 240, windowSeconds: minute, store: "memory" },
  /** Each one is an event for all members. */
  changeMembershipPerUser: { max: 60, windowSeconds: minute, store: "memory" },
  /** One stream for all tabs, opened again after each loss: generous, but no storm. */
  openEventStreamPerUser: { max: 1200, windowSeconds: minute, store: "memory" },
  /** Each is a row and a new face at the door: a class behind one address comes in, a script with ever new cookies does not. */
  newGuestPerClient: { max: 100, windowSeconds: 10 * minute, store: "database" },
  /** Faster than anyone types a few words to somebody at a door. */
  lobbyMessagePerPerson: { max: 10, windowSeconds: 30, store: "memory" },
  joinTokenPerUser: { max: 60, windowSeconds: minute, store: "memory" },
  /** Each one is a room in LiveKit for some minutes; an office behind one address still gets by. */
  connectionTestPerClient: { max: 60, windowSeconds: 15 * minute, store: "memory" },
  /** Hands and signs reach everyone in a call: as often as one means it, no storm. */
  takePartPerUser: { max: 60, windowSeconds: minute, store: "memory" },
  /** Sending many away one after the other is a host's right; each one asks LiveKit. */
  moderateCallPerUser: { max: 120, windowSeconds: minute, store: "memory" },
  /** Tidying a whole library by hand gets by; a program that runs wild does not. */
  changeVideoPerUser: { max: 240, windowSeconds: 10 * minute, store: "memory" },
  /** Each one is a program that records: a host who tries several times, no storm. */
  startRecordingPerUser: { max: 60, windowSeconds: 10 * minute, store: "memory" },
  /** Tidying what a room has recorded in a year. */
  changeRecordingPerUser: { max: 240, windowSeconds: 10 * minute, store: "memory" },
  /** A player tells it every ten seconds and when it stops; several play in as many tabs. */
  keepPositionPerUser: { max: 240, windowSeconds: 10 * minute, store: "memory" },
  /** A page asks 75 times a minute: for the playlist and a piece of two seconds each, and how the stream stands. Several pages, and catching up after a break. */
  watchLivePerViewer: { max: 600, windowSeconds: minute, store: "memory" },
  /** Browsers that have no cookie of a viewer yet ask a few times, programs that keep none go on so. A hall of several hundred behind one address comes in within a minute, as do a dozen such programs. */
  watchLivePerNewClient: { max: 2400, windowSeconds: minute, store: "memory" },
  createUploadPerUser: { max: 60, windowSeconds: 60 * minute, store: "memory" },
  /** Each one may mail a hundred people. */
  changeMeetingPerUser: { max: 120, windowSeconds: 60 * minute, store: "memory" },
  /** Calendar programs ask each quarter of an hour; many people share an address. */
  readMeetingFeedPerClient: { max: 600, windowSeconds: minute, store: "memory" },
  /** Each one is two mails, one to an address of the asker's choice. */
  changeAddressPerUser: { max: 5, windowSeconds: 60 * minute, store: "database" },
  /** Each one reads everything about a person. */
  exportPerUser: { max: 3, windowSeconds: 24 * 60 * minute, store: "database" },
  /** Each one is decoded and encoded anew. */
  changePicturePerUser: { max: 30, windowSeconds: 60 * minute, store: "memory" },
  /** Several messages full of files at once; each picture among them is decoded and encoded anew. */
  uploadFilePerUser: { max: 120, windowSeconds: 10 * minute, store: "memory" },
  readPerClient: { max: 1200, windowSeconds: minute, store: "memory" },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
