import ArgumentParser
import Foundation
import Survey
import Tiling

/// Thrown where nobody reads the answer to a question any more.
struct ReaderHasLeft: Error {}
