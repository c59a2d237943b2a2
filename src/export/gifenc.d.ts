/** What is used of gifenc 1.0.3, which comes without types: https://github.com/mattdesl/gifenc#api */
declare module 'gifenc' {
  export interface FrameOptions {
    readonly palette?: number[][];
    readonly delay?: number;
    readonly repeat?: number;
    readonly dispose?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
  }
  export function GIFEncoder(): {
    writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };
  export function quantize(rgba: Uint8Array, maxColors: number): number[][];
}
