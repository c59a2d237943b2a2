/** Files of a lesson for whoever drives this page from outside, such as the command line: as text that can be handed over. */
import { exportFiles, type ExportRequest } from './exportFiles';
import { NoSuchFrames } from './exportFootage';

export interface FileAsText {
  readonly name: string;
  readonly base64: string;
}

export type ExportAnswer =
  | { readonly files: readonly FileAsText[] }
  /** The frames asked for do not exist: there are so many. */
  | { readonly frames: number };

/** Makes the files of a request of the command line; its fields are checked there. */
export async function exportAsText(request: unknown): Promise<ExportAnswer> {
  try {
    const files = await exportFiles(request as ExportRequest, () => Promise.resolve(true));
    return { files: files.map(({ name, bytes }) => ({ name, base64: base64Of(bytes) })) };
  } catch (error) {
    if (error instanceof NoSuchFrames) return { frames: error.count };
    throw error;
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
