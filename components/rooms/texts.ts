import type texts from "@/messages/en/rooms.json";

/** The texts of rooms, as a prop of the parts that run in the browser. */
export type RoomTexts = typeof texts;
