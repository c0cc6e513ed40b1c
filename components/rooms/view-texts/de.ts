"use client";

import type { RoomViewTexts } from "@/components/rooms/room-view";
import chat from "@/messages/de/chat.json";
import host from "@/messages/de/host.json";
import rooms from "@/messages/de/rooms.json";

export const viewTexts: RoomViewTexts = { chat, rooms, host };
