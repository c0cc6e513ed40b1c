import { LiveKitRoom, VideoConference } from "@livekit/components-react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

/* LiveKit's own example of a call, as its documentation has it. `?url=…&token=…`. */
const query = new URLSearchParams(location.search);
createRoot(document.querySelector("#root")).render(
  createElement(LiveKitRoom, { serverUrl: query.get("url"), token: query.get("token"), connect: true, options: { adaptiveStream: true, dynacast: true }, "data-lk-theme": "default" }, createElement(VideoConference)),
);
