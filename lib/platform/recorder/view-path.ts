/** Our page that Egress' browser records, below the address where it finds us. */
export const recordingViewPath = "/recording-view";
