// The nudge that a shopper would see, by the package that shoppers load, on a page of its own.
import { useEffect, useRef, useState } from "react";
import type { Scene, Show, Told } from "./message";

export interface PreviewProps {
  scene: Scene;
  title: string;
  /** CSS pixels. */
  height?: number;
  /** CSS pixels; as wide as there is room when missing. */
  width?: number;
  onTold?(told: Told): void;
}

export function Preview({ scene, title, height = 380, width, onTold }: PreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  const text = JSON.stringify(scene);
  const listener = useRef(onTold);
  listener.current = onTold;

  useEffect(() => {
    const onMessage = ({ origin, source, data }: MessageEvent<Told>) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return;
      if (data.kind === "cartnudge:ready") setReady(true);
      else listener.current?.(data);
    };
    window.addEventListener("message", onMessage);
    return () => window.removeEventListener("message", onMessage);
  }, []);

  useEffect(() => {
    if (!isReady) return undefined;
    // While somebody types it needn't follow every letter.
    const timer = setTimeout(() => {
      const show: Show = { kind: "cartnudge:show", scene: JSON.parse(text) as Scene };
      frame.current?.contentWindow?.postMessage(show, location.origin);
    }, 200);
    return () => clearTimeout(timer);
  }, [isReady, text]);

  return (
    <iframe
      ref={frame}
      src="/console/preview.html"
      title={title}
      width={width ?? "100%"}
      height={height}
      style={{
        display: "block",
        maxWidth: "100%",
        marginInline: "auto",
        border: "1px solid var(--mantine-color-default-border)",
        borderRadius: "var(--mantine-radius-md)",
        background: scene.scheme === "dark" ? "#1b1c1e" : "#fff",
      }}
    />
  );
}
