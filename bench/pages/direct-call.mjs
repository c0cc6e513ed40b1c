import { Room, RoomEvent } from "livekit-client";

/*
 * The least that a page can do to be in a call of LiveKit: what the product's page is compared with. `?url=…&token=…`, with
 * `&send` a camera is sent. It connects at a click, as the product's does.
 */
const query = new URLSearchParams(location.search);
const button = document.querySelector("button");
button.addEventListener("click", async () => {
  const room = new Room({ adaptiveStream: true, dynacast: true, publishDefaults: { simulcast: true } });
  room.on(RoomEvent.TrackSubscribed, (track) => track.kind === "video" && document.body.append(track.attach()));
  await room.connect(query.get("url"), query.get("token"));
  document.body.dataset.state = "inside";
  if (query.has("send")) await room.localParticipant.setCameraEnabled(true);
});
