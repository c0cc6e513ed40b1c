import type texts from "@/messages/en/chat.json";

/** The chat's texts come as a prop: few need values, and a formatter would weigh more than the chat. */
export type ChatTexts = typeof texts;
