// The package has no types.
declare module 'fold-to-ascii' {
  const ASCIIFolder: {
    /** Replaces letters by those of ASCII that look like them. Characters for which there is none stay. */
    foldMaintaining(text: string): string;
  };
  export default ASCIIFolder;
}
