/** Every default number of the product, each with its reason. Durations are in seconds, sizes in bytes. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const settings = {
  /** A session ends two weeks after it was last used. */
  sessionSeconds: 14 * day,
  /** Last use is written at most this often, so that reading a page does not cost a write. */
  sessionTouchSeconds: 5 * minute,
  /** A guest comes back to the same call on the same day; longer would be an account. */
  guestCookieSeconds: day,
  /** Guests who wrote nothing are forgotten; until then a host can still tell who asked. */
  guestKeptSeconds: 30 * day,
  activationSeconds: day,
  /** Whoever is invited did not ask for it, and may be on holiday. */
  accountInvitationSeconds: 7 * day,
  /** A reset link is a password in a mailbox: short. */
  resetSeconds: hour,
  /** What programs are told as expires_in. */
  applicationTokenSeconds: hour,
  /** After a rotation the old secret stays good this long: programs on several machines change one after the other. */
  applicationSecretOverlapSeconds: day,
  /** Signing in, or confirming that it is you, opens what is dangerous for this long: enough to finish, too short for a browser left open. */
  recentProofSeconds: 10 * minute,
  /** Between the right password and the code of the second step. */
  signInTicketSeconds: 10 * minute,
  /** To find an app, install it and scan; the secret is shown on the page meanwhile. */
  authenticatorSetupSeconds: hour,
  recoveryCodes: 10,
  /** The page to sign in offers passkeys while it stands open; a browser's own question takes a minute. */
  passkeyChallengeSeconds: 10 * minute,
  /** More than anyone has devices and password managers. */
  passkeysMax: 20,

  /** A new address is confirmed within a day, or stays the old one. */
  addressChangeSeconds: day,
  /** Time to notice that one's address was taken away. */
  addressRevertSeconds: 7 * day,
  /** A copy of somebody's data is a risk as long as it lies around. */
  exportKeptSeconds: day,
  /** As long as a deleted room can be brought back. */
  deletedVideoKeptSeconds: 30 * day,
  /** Originals of videos join a copy up to this much together. */
  exportOriginalsMaxBytes: 4 * 1024 ** 3,
  /** Between closing an account and deleting it: long enough for a holiday's second thoughts. */
  deletionGraceSeconds: 14 * day,
  /** A deletion that was begun and has not ended by then is begun again. */
  deletionRetrySeconds: hour,
  passwordMinLength: 8,
  /** Bounds the work of hashing. */
  passwordMaxLength: 128,
  /** Only needed to connect; LiveKit refreshes it for those who are in. */
  livekitTokenSeconds: 5 * minute,
  /** Longer and the person has gone to do something else; they may ask again. */
  lobbyWaitSeconds: 10 * minute,
  /** A reload on a slow phone takes less than this; a closed page is noticed after it. */
  lobbyAwaySeconds: 30,
  /** Who was not let in may try once more when the host had time to think, and not before. */
  lobbyCoolDownSeconds: minute,
  /** More than anyone decides one by one; the rest is a number. */
  lobbyListMax: 100,
  lobbyMessageMaxCodePoints: 500,
  /** Hosts read the last ones; nobody holds a long talk at the door. */
  lobbyMessagesMax: 50,
  /** Until then a host can look up who asked. */
  lobbyEntryKeptSeconds: 30 * day,
  /** Long enough to plug in another microphone and try again; the room is of no other use. */
  connectionTestSeconds: 5 * minute,
  /** From so many others on people come in with the microphone off: otherwise everyone hears their doors and keyboards. */
  callMutedFrom: 10,
  /** Long enough to fetch a coffee while the others are late; a forgotten tab holds a camera and a call. */
  callAloneSeconds: 5 * minute,
  /** To come back to the desk and say that one stays. */
  callAloneAnswerSeconds: 2 * minute,
  /** Who comes back to a call within this is no newcomer: LiveKit notices a lost network after half a minute. */
  callReturnSeconds: 60,
  /** A call that LiveKit has lost (it was restarted) waits this long for its people before it is over; below a minute, so that the second look of the job ends it. */
  callLostSeconds: 45,
  /** Beyond this a reader who was away reloads instead of replaying. */
  roomEventSeconds: 7 * day,
  deletedRoomSeconds: 30 * day,
  messageMaxCodePoints: 10_000,
  /** What slow mode offers, from off to an announcement now and then; a room may have any number up to the last. */
  slowModeSeconds: [0, 5, 10, 30, minute, 5 * minute, 15 * minute, hour],
  slowModeMaxSeconds: hour,
  /** What is unread is counted up to here; beyond it nobody reads a number. */
  unreadShownMax: 99,
  /** So many of the newest messages are read one by one before the index is asked: ten milliseconds. */
  messageSearchWalk: 1000,
  /** Rooms searched at once, those written in last: more is another question. */
  messageSearchRooms: 200,
  messageSearchMaxLength: 200,
  /** Of messages that wait for the same room: a statement of them stays below ten milliseconds. */
  messagesPerStatement: 64,
  /** Long enough to mend a slip or take a word back, too short to rewrite a talk that others have answered. Hosts delete at any time. */
  messageEditSeconds: day,
  messageDeleteSeconds: day,
  /** A browser tells again that somebody writes while they do, and others forget it after two signs that did not come. */
  typingAgainSeconds: 3,
  typingLastsSeconds: 7,
  /** Of those who write at the same time so many are told: beyond two nobody is named. */
  typistsTold: 4,
  /** Lines about who writes, and as many about who came, that one room may cost a process in a second: with the requests below one percent of a processor (bench chat-passing). */
  passingLinesPerSecond: 700,
  /** Who has a room before them says so again after this, or later where more than so many a second would. */
  hereAgainSeconds: 30,
  hereSignsPerSecond: 3,
  /** Of those who are there so many are told by number, more than a list of people shows. */
  hereTold: 200,
  /** People named in one message: a table of them, not everybody one by one. */
  mentionsMax: 20,
  /** Different signs on one message: two rows on a phone. */
  reactionKindsMax: 12,
  /** Of many who set the same sign so many are told by name; the others are counted. */
  reactionNamesMax: 20,
  /** What somebody says about a report, or a moderator about a warning: a paragraph. */
  reportWordsMaxLength: 1000,
  /** Messages kept with a report, on each side: enough to understand, no copy of a talk. */
  reportContextMessages: 5,
  reportContextMaxLength: 1000,
  /** Who looks at a report again within this is noted once. */
  reportReadNotedSeconds: hour,
  /** A decided report is kept for as long as somebody may ask about it. */
  reportKeptSeconds: 90 * day,
  /** Files in one message: what fits under a hand, and a grid of pictures. */
  filesPerMessage: 10,
  /** A long deck or a short clip; films belong into the library. */
  fileMaxBytes: 50 * 1024 ** 2,
  fileNameMaxCodePoints: 120,
  /** Of everything that somebody has sent: a thousand photos. */
  filesOfPersonMaxBytes: 2 * 1024 ** 3,
  filesOfRoomMaxBytes: 10 * 1024 ** 3,
  /** What was uploaded and not sent by then is forgotten. */
  fileUnsentSeconds: day,
  /** An upload of which nothing comes for so long has lost its line. */
  fileIdleSeconds: 30,
  /** Pixels of all frames of an animation together: encoding them takes some seconds. What has more stands still. */
  movingPictureMaxPixels: 30_000_000,
  /** Beyond this a picture is made to keep a processor busy. */
  pictureWorkSeconds: 30,
  roomNameMaxLength: 255,
  /** As many as one machine carries with pictures; a room may ask for more or fewer. */
  roomMaxParticipants: 100,
  /** Beyond this a call needs more than one media server. */
  roomMaxParticipantsLimit: 500,
  /** Long enough for a holiday; whoever comes later asks for a new mail. */
  invitationSeconds: 14 * day,
  /** A class at once; more is another form. */
  invitationMaxAddresses: 50,
  /** A removal is taken back at once or not at all. */
  undoSeconds: 10 * minute,
  /** Open ones of a room: more than anyone looks through. */
  roomMaxInvitations: 500,
  /** Afterwards nobody asks any more whether somebody was invited, and the address of a stranger is forgotten. */
  invitationKeptSeconds: 30 * day,
  pageLimitDefault: 100,
  pageLimitMax: 100,
  /** A reader of the event stream that does not read is dropped at this backlog and catches up by cursor. */
  eventBacklogBytes: 1024 * 1024,
  /** Pages that wait for a meeting behind one address: a school, not a flood of connections. */
  windowStreamsPerClient: 300,
  /** Below the idle limits of common proxies. */
  eventHeartbeatSeconds: 20,
  /** A lost wake-up delays an event by this at most. */
  eventSweepSeconds: 5,
  /** Within this another process takes over from one that died while it handed events on. */
  relayLeaseSeconds: 20,
  /** Rooms whose events are handed on beside each other; within a room one after the other. */
  relayRoomsAtOnce: 8,
  /** Handed on again at most, after a process died; Centrifugo drops what it has had. */
  relayEventsAtOnce: 100,
  /** Channels of one request: a body of some tens of kilobytes. */
  relayChannelsAtOnce: 1000,
  /** Between tries while Centrifugo is away: it is back for half a minute at most before anybody notices. */
  relayPauseMaxSeconds: 30,
  /** Tokens of Centrifugo are asked for anew while they are used; http-api names these ends. */
  centrifugoConnectionTokenSeconds: 2 * minute,
  centrifugoSubscriptionTokenSeconds: 5 * minute,
  /** Events read of a room in one statement. */
  eventReplayPage: 200,
  /** Beyond this many missed events of a room its reader reloads: cheaper for both. */
  eventReplayMax: 2000,
  jsonBodyBytes: 1024 * 1024,
  uploadMaxBytes: 10 * 1024 ** 3,
  /** Videos of one person together, as they were uploaded: ten of the largest. */
  videosOfPersonMaxBytes: 100 * 1000 ** 3,
  /** A half-finished upload is kept this long. */
  uploadExpirySeconds: day,
  /** Requests of an upload carry this much: a lost connection costs at most one. */
  uploadChunkBytes: 16 * 1024 ** 2,
  /** A copy of a stored object on the worker's disk stays this long after its last use: the next step reads the same source. */
  localCopySeconds: minute,
  /** An address at the service that keeps an object is followed at once; a slow phone has this long. */
  storageAddressSeconds: minute,
  /** Whether people without a role may upload videos. */
  usersMayUploadVideos: false,
  /** 8192 x 4320; a small file can claim a picture that fills the memory. */
  videoMaxPixels: 35_389_440,
  videoMaxSeconds: 12 * hour,
  videoMaxStreams: 64,
  /** A conversion may take twenty times the video's length, and never less than two minutes. */
  videoMinLimitSeconds: 2 * minute,
  videoLimitPerSecond: 20,
  /** One rendition of short segments: quick to start, few requests. */
  videoSegmentSeconds: 4,
  /** A shorter video is made about as fast as it would be copied. */
  videoEarlyFromSeconds: 10,
  /** Players in the middle of a replaced output finish it. */
  videoRetiredSeconds: day,
  /** As many languages as a platform offers for one film; more is a mistake. */
  videoMaxCaptions: 40,
  /** Captions of a whole day with several lines a second stay below. */
  captionMaxBytes: 1024 ** 2,
  /** More marks than this do not fit on a time bar. */
  videoMaxChapters: 100,
  /** As many rows as the library can have and still be looked through. */
  videoMaxCategories: 200,
  /** What is ticked on pages of the list, and the work of one transaction. */
  videosChangedMax: 200,
  /** Open share links of a video: more than anyone keeps in mind. */
  videoMaxLinks: 50,
  /** A browser that opened a share link comes back without it for a month; whether the link still counts is asked each time. */
  videoLinkCookieSeconds: 30 * day,
  /** When a link was used last is told to the minute. */
  videoLinkUsedSeconds: minute,
  /** Afterwards nobody asks any more what became of a link. */
  videoLinkKeptSeconds: 30 * day,
  /** Who is not farther than this begins anew, and who is this near to the end has seen it. */
  videoPositionEdgeSeconds: 10,
  /** A person's places that are kept: more than anyone goes on with. */
  videoPositionsMax: 500,
  /** Progress is written and pushed at most this often. */
  videoProgressSeconds: 1,
  recordingTitleMaxLength: 150,
  /** Who records in their own browser and left the call longer ago does not record it any more. */
  localRecordingGraceSeconds: 20,
  /** A recording whose file nobody sent from the browser that has it goes from the list: two weeks are a holiday. */
  localRecordingAwaitedSeconds: 14 * day,
  /** A stretch of one person shorter than this is no chapter of a recording. */
  recordingChapterSeconds: 20,
  /** More chapters than this help nobody to find their way. */
  recordingMaxChapters: 60,
  /** Besides its page; what records takes four at most. */
  streamTargetsMax: 3,
  /** The file of a stream that nobody asked to keep: long enough to notice. */
  streamKeptSeconds: day,
  /** Whoever asked for the playlist within this watches: it is asked for every two seconds, and browsers in the background are slower. */
  streamViewerSeconds: 15,
  /** A browser without an account is the same viewer for as long as an event lasts. */
  viewerCookieSeconds: day,
  /** What a room's settings offer; a room may have any number up to the last, ten years. */
  recordingKeptDays: [0, 7, 30, 90, 365],
  recordingKeptMaxDays: 3650,
  /** From here on moderators see that a room's recordings soon take all that they may. */
  recordingsNearlyFullShare: 0.8,
  /** Recordings of one room together: as much as a person's videos. */
  recordingsOfRoomMaxBytes: 100 * 1000 ** 3,
  /** A link to a recording goes into mails and to people without an account: a day, like any link in a mail. */
  recordingLinkSeconds: day,
  /** As long as deleted videos: a recording cannot be made again. */
  deletedRecordingKeptSeconds: 30 * day,
  /** Time to download what is deleted by itself. */
  recordingExpiryNoticeSeconds: 7 * day,
  /** What a recorder has left, for another try at storing it. */
  recordingWorkKeptSeconds: 7 * day,
  /** The job that stores a recording tries for an hour and a half: what is not stored by then has failed, also where the job was cancelled. People read this time. */
  recordingStoreSeconds: 2 * hour,
  /** Three beats: whoever missed them is dead, and a recording without its program is found within a minute. */
  recordingLeaseSeconds: 45,
  /** Nothing took a recording within this: it has failed, and whoever began it reads so. */
  recordingClaimSeconds: 45,
  /** Processes that record look at the rows so often besides being woken. */
  recordersSweepSeconds: 3,
  /** Of one worker: each takes about half a core. */
  recordingsAtOnce: 4,
  /** Begun by one person, in all rooms: a recording and a live stream, and half of what a worker has. */
  recordingsOfPersonAtOnce: 2,
  leaseSeconds: 60,
  leaseHeartbeatSeconds: 15,
  /** A phone's photo as it is; only a small square of it is kept. */
  pictureMaxBytes: 12 * 1024 ** 2,
  /** The picture behind a person in calls: enough for any photo at the size of a call. */
  backgroundMaxBytes: 2 * 1024 ** 2,
  /** 50 megapixels: what phones make. A small file can claim a picture that fills the memory. */
  pictureMaxPixels: 50_000_000,
  /** Work that waits longer than this means that the worker does not keep up: schedules come each minute. */
  jobsLateSeconds: 5 * minute,
  /** Below this a large upload or a recording may not fit any more. */
  diskLowBytes: 5 * 1024 ** 3,
  /** What a look at the dependencies found is good for this long. */
  healthKeptSeconds: 5,
  mailHandOverSeconds: 5,
  /** In the background nobody waits; a busy mail server gets this long for one mail. */
  mailSendSeconds: 30,
  /** Longer than a hand-over: whoever holds a mail beyond it is dead. */
  mailLeaseSeconds: minute,
  /** Waits between the tries of one mail. Greylisting lets the second or third through; a server may be away for a night. */
  mailRetrySeconds: [30, 2 * minute, 10 * minute, 30 * minute, 2 * hour, 6 * hour],
  /** Mails for later are announced this long before, by a job that runs each minute. */
  mailAnnounceSeconds: 2 * minute,
  /** A queued mail that is overdue by this lost its run. */
  mailLostSeconds: 15 * minute,
  /** No link in a mail works longer. */
  mailSecretSeconds: day,
  /** Long enough to answer "did you send it?", short enough not to collect addresses. */
  outboxMailSeconds: 30 * day,
  meetingTitleMaxLength: 150,
  /** A day. */
  meetingMaxMinutes: 1440,
  /** Each one is mailed at each change. */
  meetingMaxAttendees: 100,
  /** People that one host asks to come within a day, in all meetings: enough for a conference, no way to mail strangers in bulk. */
  meetingInvitationsPerDay: 500,
  /** What a host can add at once while the meeting is open. */
  meetingExtendMinutes: [5, 15, 30],
  /** Early is not another day. */
  meetingOpenEarlySeconds: day,
  /** Repeated meetings are planned this far ahead, so that a yearly one always has a next time. */
  meetingHorizonSeconds: 400 * day,
  /** More than a daily meeting has within the horizon. */
  meetingMaxOccurrences: 450,
  meetingReminderSeconds: 10 * minute,
  meetingEndNoticeSeconds: 5 * minute,
  /** Reminders and ends that are due within this have a run that waits for them; the planner looks each minute. */
  meetingPlanSeconds: 5 * minute,
  /** A change is mailed this much later, so that what was undone or corrected at once is told once or not at all. */
  meetingMailDelaySeconds: 20,
  /** Longer than anybody speaks without a pause; what recognises speech cuts there too. */
  captionMaxLength: 2000,
  captionsPerRequest: 20,
  /** A sentence is told soon after it was said; what is older was held up by a lost connection. */
  captionMaxAgeMs: 10 * minute * 1000,
  /** What recognised speech says of its length is bounded by this. */
  captionMaxDurationMs: 2 * minute * 1000,
  /** What a room's notes take with the history that merging needs: some hundred pages of text. Every reader holds all of it in memory. */
  notesMaxBytes: 2 * 1024 ** 2,
  /** Beyond the limit only small changes are taken, so that people can delete: that takes bytes too. */
  notesSpareBytes: 256 * 1024,
  notesSpareUpdateBytes: 1024,
  /** Pasting a long document is one change. */
  notesUpdateMaxBytes: 512 * 1024,
  /** Single changes are merged when there are this many: whoever opens the notes reads them all. */
  notesMergeAfter: 100,
  /** After a meeting nobody types any more. */
  notesIdleSeconds: 10 * minute,
  /** Where a cursor stands; two positions and the numbers around them. */
  notesCursorMaxBytes: 1024,
  /** What may wait for a tab that does not read: a few whole documents. */
  notesBacklogBytes: 8 * 1024 ** 2,
  /** Tabs of one person that show notes at once. */
  notesStreamsPerPerson: 20,
} as const;
