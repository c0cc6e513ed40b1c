"use client";

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { middleSquare, moveSquare, zoomSquare, type Square } from "@/components/account/square";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Pixels of the stage, which is shown smaller on small screens. */
const stage = 512;
const maxZoom = 4;
const keySteps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export type CropWords = { title: string; text: string; zoom: string; area: string; save: string; cancel: string; close: string };
type Props = { file: File | null; words: CropWords; onClose: () => void; onUnreadable: () => void; onDone: (square: Square) => void };

/** Asks which square of a picture is shown: dragged, zoomed, or moved by the arrow keys. The file itself is cut on the server. */
export function PictureCrop({ file, words, onClose, onUnreadable, onDone }: Props) {
  const [image, setImage] = useState<ImageBitmap | null>(null);
  const [square, setSquare] = useState<Square | null>(null);

  useEffect(() => {
    if (!file) return;
    let isCurrent = true;
    createImageBitmap(file).then(
      (made) => {
        if (!isCurrent) return made.close();
        setImage(made);
        setSquare(middleSquare(made));
      },
      () => isCurrent && onUnreadable(),
    );
    return () => {
      isCurrent = false;
      setImage(null);
      setSquare(null);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new file is the only reason to read again
  }, [file]);

  const isReady = file !== null && image !== null && square !== null;
  return (
    <Dialog
      open={isReady}
      onClose={onClose}
      title={words.title}
      text={words.text}
      closeLabel={words.close}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" onClick={() => square && onDone(square)}>
            {words.save}
          </Button>
        </>
      }
    >
      {isReady && <Stage image={image} square={square} onChange={setSquare} words={words} />}
    </Dialog>
  );
}

function Stage({ image, square, onChange, words }: { image: ImageBitmap; square: Square; onChange: (square: Square) => void; words: CropWords }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<{ x: number; y: number; square: Square } | null>(null);
  const smallest = Math.min(image.width, image.height);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, stage, stage);
    context.drawImage(image, square.left, square.top, square.size, square.size, 0, 0, stage, stage);
  }, [image, square]);

  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { x: event.clientX, y: event.clientY, square };
  };
  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!held.current) return;
    const perPixel = square.size / event.currentTarget.clientWidth;
    onChange(moveSquare(image, held.current.square, (held.current.x - event.clientX) * perPixel, (held.current.y - event.clientY) * perPixel));
  };
  const press = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (!step) return;
    event.preventDefault();
    onChange(moveSquare(image, square, (step[0] * square.size) / 20, (step[1] * square.size) / 20));
  };
  return (
    <div className="grid justify-items-center gap-4">
      <canvas
        ref={canvas}
        width={stage}
        height={stage}
        tabIndex={0}
        role="application"
        aria-label={words.area}
        className="size-64 max-w-full cursor-grab touch-none rounded-full border border-hairline active:cursor-grabbing"
        onPointerDown={begin}
        onPointerMove={drag}
        onPointerUp={() => (held.current = null)}
        onPointerCancel={() => (held.current = null)}
        onKeyDown={press}
      />
      <label className="grid w-full max-w-64 gap-1 text-ui">
        {words.zoom}
        <input type="range" min={1} max={maxZoom} step={0.01} value={smallest / square.size} onChange={(event) => onChange(zoomSquare(image, square, smallest / Number(event.target.value)))} className="target w-full accent-accent" />
      </label>
    </div>
  );
}
