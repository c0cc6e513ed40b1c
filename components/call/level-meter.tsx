"use client";

import { useEffect, useRef } from "react";

const steps = [0, 1, 2, 3, 4];

/** How loud the microphone is, drawn past React: five bars that light up with `--level`. */
export function LevelMeter({ track }: { track: MediaStreamTrack }) {
  const bars = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let shown = 0;
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
      // Speech at a desk is around -40 dB to -15 dB.
      const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 35));
      shown = Math.max(level, shown * 0.9);
      bars.current?.style.setProperty("--level", shown.toFixed(2));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [track]);

  return (
    <div ref={bars} className="level text-accent" aria-hidden="true">
      {steps.map((step) => (
        <span key={step} style={{ "--step": step } as React.CSSProperties} />
      ))}
    </div>
  );
}
