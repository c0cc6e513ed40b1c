// The light build (no subtitles, no encryption, no alternate sound) has the interface of the whole one.
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
