/// A run folder that is there with all that matters, and lacks other files that could not be written.
///
/// Neither a mistake nor something that the same command would put right: it would find the folder.
struct IncompleteRun: Error, CustomStringConvertible {
    /// Why each file is missing, and where everything else is.
    let description: String
}
