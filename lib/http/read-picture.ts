import { AppError } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format";
import { readBytes } from "@/lib/http/route";

/**
 * The bytes of a picture that is the body of a request. What the type says is not believed, only what the bytes are; but a
 * form or a page sent here is a mistake. @throws AppError unsupported_media_type, too_large
 */
export async function readPicture(request: Request, maxBytes: number): Promise<Buffer> {
  if (!/^(image\/|application\/octet-stream\b)/i.test(request.headers.get("content-type") ?? "")) throw new AppError("unsupported_media_type", "Send the picture itself.");
  try {
    return await readBytes(request, maxBytes);
  } catch (error) {
    if (error instanceof AppError && error.code === "too_large") throw new AppError("too_large", `Use a picture of at most ${formatBytes(maxBytes)}.`);
    throw error;
  }
}
