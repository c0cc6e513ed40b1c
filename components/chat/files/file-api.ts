import type { Attachment, FileProblem } from "@/lib/chat/contract";

/** Why a file is not there: what the server says of it, or what became of the request. */
export type UploadProblem = FileProblem | "slow_down" | "refused" | "lost";
export type UploadAnswer = { attachment: Attachment } | { problem: UploadProblem };
export type Upload = { done: Promise<UploadAnswer>; abort: () => void };

function answerOf({ status, response }: XMLHttpRequest): UploadAnswer {
  const body = response as (Attachment & { problem?: FileProblem }) | null;
  if (status === 201 && body) return { attachment: body };
  if (body?.problem) return { problem: body.problem };
  if (status === 429) return { problem: "slow_down" };
  return { problem: status >= 400 && status < 500 ? "refused" : "lost" };
}

/** Gives a file to a room. Tells how much of it has gone, 0 to 1: only the old interface of browsers knows. Never rejects. */
export function uploadFile(roomId: number, file: File, onProgress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<UploadAnswer>((resolve) => {
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request));
    request.onerror = request.onabort = () => resolve({ problem: "lost" });
    request.open("POST", `/api/rooms/${roomId}/files/?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}

/** Takes a file away that is not sent after all. A loss is made good by the server, which forgets it in time. */
export function discardUpload({ url }: Attachment): void {
  fetch(url, { method: "DELETE" }).catch(() => undefined);
}
