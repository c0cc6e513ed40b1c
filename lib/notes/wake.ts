/** Topic of `[room id, sequence]`: the room's notes have reached it. */
export const notesTopic = "notes";

/** Topic of `[room id, connection, {client, person, cursor}]`: where somebody's cursor stands. Passing: a lost one is followed by the next. */
export const noteCursorsTopic = "note-cursors";
