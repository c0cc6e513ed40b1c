/** What a listing calls a video whose category was left empty. */
export const defaultCategory = "Other";

/** Where uploads begin. */
export const uploadEndpoint = "/api/uploads/";
