import { ExternalE2EEKeyProvider, RoomEvent, type Room, type RoomOptions } from "livekit-client";

const providers = new WeakMap<Room, ExternalE2EEKeyProvider>();

/**
 * Makes a room that sends nothing but what is encrypted under the passphrase, media and data alike. The worker is our own
 * file; it ends with the room. @throws whatever the browser says of a worker or a key that it cannot make
 */
export async function makeEncryptedRoom(passphrase: string, make: (encryption: RoomOptions["encryption"]) => Room): Promise<Room> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  try {
    const keyProvider = new ExternalE2EEKeyProvider();
    await keyProvider.setKey(passphrase);
    const room = make({ keyProvider, worker });
    await room.setE2EEEnabled(true);
    providers.set(room, keyProvider);
    room.once(RoomEvent.Disconnected, () => worker.terminate());
    return room;
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** From now on everything is encrypted and decrypted under another passphrase. */
export async function changePassphrase(room: Room, passphrase: string): Promise<void> {
  await providers.get(room)?.setKey(passphrase);
}
