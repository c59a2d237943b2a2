/** Where the loader itself comes from: Hopscope's other files lie around it. */

let address = '';

/** Told once, by the file that the page loads. */
export function setLoaderAddress(url: string): void {
  address = url;
}

export function loaderAddress(): string {
  return address;
}
