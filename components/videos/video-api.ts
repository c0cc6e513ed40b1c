import { askApi, type Answer, type Asked } from "@/components/ui/ask-api";

/** Asks the API of one video, as `askApi` does. */
export function askVideo<T = null>(videoId: number, method: "POST" | "PATCH" | "PUT" | "DELETE", path: string, asked: Asked = {}): Promise<Answer<T>> {
  return askApi<T>(method, `/api/video/${videoId}/${path}`, asked);
}
