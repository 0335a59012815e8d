/** What was cut or copied on the PC, to be pasted in another of its folders. Lives with the page; the PC's own clipboard is not touched. */
export interface Clipping {
  readonly folder: string;
  readonly names: readonly string[];
  readonly move: boolean;
}
