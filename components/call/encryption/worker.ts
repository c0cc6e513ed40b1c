// The part of LiveKit's client that encrypts and decrypts each frame, away from the page's own thread.
import "livekit-client/e2ee-worker";
