/** What the picker offers. Others can be set through the API, and are shown like these. */
export const pickedEmoji = [
  "👍", "❤️", "😂", "🎉", "😮", "😢",
  "👏", "🙏", "🔥", "✅", "👀", "💯",
  "🚀", "🤔", "😊", "😅", "👋", "💪",
  "👎", "❌", "❓", "💡", "☕", "🌟",
] as const;
