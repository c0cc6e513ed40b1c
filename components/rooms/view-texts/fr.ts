"use client";

import type { RoomViewTexts } from "@/components/rooms/room-view";
import chat from "@/messages/fr/chat.json";
import host from "@/messages/fr/host.json";
import rooms from "@/messages/fr/rooms.json";

export const viewTexts: RoomViewTexts = { chat, rooms, host };
