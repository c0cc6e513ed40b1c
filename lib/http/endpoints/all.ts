import type { Contract } from "@/lib/http/contract";
import * as accounts from "@/lib/http/endpoints/accounts";
import * as applications from "@/lib/http/endpoints/applications";
import * as audit from "@/lib/http/endpoints/audit";
import * as calls from "@/lib/http/endpoints/calls";
import * as centrifugo from "@/lib/http/endpoints/centrifugo";
import * as chat from "@/lib/http/endpoints/chat";
import * as invitations from "@/lib/http/endpoints/invitations";
import * as lobby from "@/lib/http/endpoints/lobby";
import * as meetings from "@/lib/http/endpoints/meetings";
import * as messageFiles from "@/lib/http/endpoints/message-files";
import * as notes from "@/lib/http/endpoints/notes";
import * as people from "@/lib/http/endpoints/people";
import * as recordings from "@/lib/http/endpoints/recordings";
import * as rooms from "@/lib/http/endpoints/rooms";
import * as system from "@/lib/http/endpoints/system";
import * as videoCategories from "@/lib/http/endpoints/video-categories";
import * as videoTracks from "@/lib/http/endpoints/video-tracks";
import * as videos from "@/lib/http/endpoints/videos";

/** Every documented endpoint; a route whose contract is missing here fails the test beside this file. */
export const allContracts: readonly Contract[] = [accounts, applications, audit, calls, centrifugo, chat, invitations, lobby, meetings, messageFiles, notes, people, recordings, rooms, system, videoCategories, videoTracks, videos].flatMap((group) => Object.values(group) as unknown as Contract[]);
