"use client";

import type { RoomViewTexts } from "@/components/rooms/room-view";
import chat from "@/messages/en/chat.json";
import host from "@/messages/en/host.json";
import rooms from "@/messages/en/rooms.json";

export const viewTexts: RoomViewTexts = { chat, rooms, host };
