import { describe, expect, it } from "vitest";
import { cleanFilename, titleOfFile } from "@/components/videos/upload/names";
import { uploadMetadata } from "@/lib/videos/contract";

describe("the first title of a file", () => {
  it.each([
    ["Team meeting.mp4", "Team meeting"],
    ["team_meeting-2026-05-06.mkv", "team meeting 2026 05 06"],
    ["A talk - part 1.webm", "A talk - part 1"],
    ["v1.2 notes", "v1.2 notes"],
    [".mp4", ".mp4"],
    ["<b>bold</b>.mp4", "b bold /b"],
    ["___.mov", "___.mov"],
  ])("of %j is %j", (name, title) => {
    expect(titleOfFile(name, 200)).toBe(title);
  });

  it("fits", () => {
    expect(titleOfFile(`${"word ".repeat(80)}.mp4`, 200).length).toBeLessThanOrEqual(200);
  });
});

it.each(["<script>.mp4", "tab\there.mp4", `${"x".repeat(300)}.mp4`, "<>", "plain.mp4"])("the server takes what is made of the name %j", (filename) => {
  const metadata = { filename: cleanFilename(filename, 255), title: titleOfFile(filename, 200) };
  expect(uploadMetadata.safeParse(metadata).error).toBeUndefined();
});
