/// Thrown where nobody reads the answer to a question any more.
struct ReaderHasLeft: Error {}
